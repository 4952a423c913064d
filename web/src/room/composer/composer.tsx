import type { ThrottleSnapshot } from "@parley/client";
import type { Room } from "@parley/protocol/room";
import { type ReactNode, useRef } from "react";
import { useUser } from "../../app/session.tsx";
import type { People } from "../../people/use-people.ts";
import type { ComposerMode } from "./composer-mode.ts";
import { SendButton } from "./send-button.tsx";
import { ThrottleHairline } from "./throttle-hairline.tsx";
import { TypingLine } from "./typing-line.tsx";
import { useDraft } from "./use-draft.ts";
import { useEdit } from "./use-edit.ts";
import { useThrottleWait } from "./use-throttle-wait.ts";
import { WritingBox } from "./writing-box.tsx";

interface ComposerProps {
  readonly room: Room;
  readonly people: People;
  readonly throttle: ThrottleSnapshot;
  readonly mode: ComposerMode | undefined;
  readonly onModeEnd: () => void;
  /** ↑ in an empty composer: takes the last message of one's own up again. */
  readonly onEditLast: () => void;
  readonly onSent: () => void;
}

/** Where one writes: it is never blocked, whatever the connection and the throttle do. */
export function Composer(props: ComposerProps): ReactNode {
  const { room, people, throttle, mode, onModeEnd } = props;
  const me = useUser();
  const area = useRef<HTMLTextAreaElement>(null);
  const own = useDraft({
    room: room.id,
    replyTo: mode?.kind === "reply" ? mode.message.id : undefined,
    onSent: () => {
      onModeEnd();
      props.onSent();
    },
  });
  const edit = useEdit(mode?.kind === "edit" ? mode.message : undefined, onModeEnd);
  const draft = edit ?? own;
  const wait = useThrottleWait(throttle);

  return (
    <form
      className="script shrink-0 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:pb-5"
      onSubmit={(event) => {
        event.preventDefault();
        void draft.send();
        area.current?.focus();
      }}
    >
      <div className="md:col-start-2">
        <TypingLine room={room.id} people={people} />
      </div>
      {/* The next line of the play is one's own. */}
      <p
        aria-hidden="true"
        className="hidden py-3 text-end text-ui leading-6 font-semibold text-ink3 md:col-start-1 md:block"
      >
        <bdi className="block truncate">{people.call(me.id)}</bdi>
      </p>
      <WritingBox
        area={area}
        draft={draft}
        room={room}
        people={people}
        mode={mode}
        onModeEnd={onModeEnd}
        onEditLast={props.onEditLast}
        top={<ThrottleHairline drain={wait.drain} />}
        button={
          <SendButton
            sendable={draft.sendable}
            seconds={edit === undefined ? wait.seconds : 0}
            saves={edit !== undefined}
          />
        }
      />
    </form>
  );
}
