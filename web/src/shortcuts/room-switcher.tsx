import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { errorText } from "../app/error-text.ts";
import { useUser } from "../app/session.tsx";
import { classNames } from "../design/class-names.ts";
import { Dialog } from "../design/dialog.tsx";
import { PersonIcon, SearchIcon } from "../design/icons.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { fullName } from "../people/person-name.ts";
import { usePeopleSearch } from "../people/use-people-search.ts";
import { RoomKindIcon } from "../rooms/room-kind-icon.tsx";
import { roomTitle } from "../rooms/room-title.ts";
import { useOpenDirect } from "../rooms/use-open-direct.ts";
import { useRooms } from "../rooms/use-rooms.ts";
import { rankRooms } from "./rank-rooms.ts";

const listId = "switcher-list";
const roomsMax = 8;
const peopleMax = 5;

interface Target {
  readonly id: string;
  readonly icon: ReactNode;
  readonly title: string;
  readonly note: string;
  readonly unread: number;
  readonly go: () => Promise<void> | void;
}

/** Goes to a room or a person by the first letters of the name. */
export default function RoomSwitcher({ onClose }: { onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState(0);
  const [problem, setProblem] = useState<string>();
  const targets = useTargets(typed);
  const at = Math.min(chosen, Math.max(targets.length - 1, 0));

  const go = async (target: Target | undefined) => {
    try {
      await target?.go();
      if (target !== undefined) onClose();
    } catch (thrown) {
      setProblem(errorText(t, thrown));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || targets.length === 0) return;
    if (event.key === "ArrowDown") setChosen((at + 1) % targets.length);
    else if (event.key === "ArrowUp") setChosen((at + targets.length - 1) % targets.length);
    else if (event.key === "Enter") void go(targets[at]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={t("switcher.title")} titleHidden onClose={onClose} className="mt-[12dvh] max-w-130">
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <SearchIcon className="size-5 shrink-0 text-ink3" />
        <input
          role="combobox"
          aria-label={t("switcher.title")}
          aria-expanded={targets.length > 0}
          aria-controls={listId}
          aria-activedescendant={targets.length > 0 ? `${listId}-${at}` : undefined}
          aria-autocomplete="list"
          autoComplete="off"
          autoFocus
          dir="auto"
          placeholder={t("switcher.placeholder")}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          className="min-h-14 min-w-0 flex-1 bg-transparent text-body outline-none"
        />
      </div>
      <ul id={listId} role="listbox" aria-label={t("switcher.title")} className="overflow-y-auto p-1.5">
        {targets.map((target, index) => (
          <Option key={target.id} index={index} chosen={index === at} target={target} go={go} />
        ))}
      </ul>
      <p role="status" className="px-4 pb-3 text-ui text-ink2 empty:hidden">
        {problem ?? (targets.length === 0 && t("switcher.none"))}
      </p>
    </Dialog>
  );
}

interface OptionProps {
  readonly index: number;
  readonly chosen: boolean;
  readonly target: Target;
  readonly go: (target: Target) => Promise<void>;
}

function Option({ index, chosen, target, go }: OptionProps): ReactNode {
  const { t } = useI18n();
  return (
    // The keys are the input's: the list never has the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <li
      id={`${listId}-${index}`}
      role="option"
      aria-selected={chosen}
      ref={(element) => {
        if (chosen) element?.scrollIntoView({ block: "nearest" });
      }}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => void go(target)}
      className={classNames(
        "flex min-h-11 cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-ui",
        chosen ? "bg-tint" : "hover:bg-sunken",
      )}
    >
      {target.icon}
      {/* The name last of all: what a narrow window has no room for is the note. */}
      <bdi className="min-w-24 max-w-2/3 shrink-0 truncate">{target.title}</bdi>
      <bdi className="min-w-0 truncate text-ink3">{target.note}</bdi>
      {target.unread > 0 && (
        <span className="tabular ms-auto shrink-0 ps-1 text-meta font-semibold text-accent">
          <span className="max-md:sr-only">{t("rooms.unread", { count: target.unread })}</span>
          <span aria-hidden="true" className="md:hidden">
            {target.unread}
          </span>
        </span>
      )}
    </li>
  );
}

function useTargets(typed: string): readonly Target[] {
  const { t, locale } = useI18n();
  const viewer = useUser().id;
  const [, navigate] = useLocation();
  const openDirect = useOpenDirect();
  const { data: rooms } = useRooms();
  const q = typed.trim().replace(/^@/, "");
  const { data: found } = usePeopleSearch(typed);
  const iconClass = "size-4 shrink-0 text-ink3";
  const ofRooms = rankRooms(rooms ?? [], typed, locale)
    .slice(0, roomsMax)
    .map<Target>((room) => ({
      id: room.id,
      icon: <RoomKindIcon kind={room.kind} className={iconClass} />,
      title: roomTitle(t, room),
      note: room.topic,
      unread: room.unread,
      go: () => navigate(`/rooms/${room.id}`),
    }));
  const ofPeople = (q === "" ? [] : (found ?? []))
    .filter(({ id }) => id !== viewer)
    .slice(0, peopleMax)
    .map<Target>((person) => ({
      id: person.id,
      icon: <PersonIcon className={iconClass} />,
      title: fullName(person),
      note: `@${person.username}`,
      unread: 0,
      go: () => openDirect(person.id),
    }));
  const words = typed.trim();
  const search: Target = {
    id: "search",
    icon: <SearchIcon className={iconClass} />,
    title: t("search.messages", { q: words }),
    note: "",
    unread: 0,
    go: () => navigate(`/rooms/search?q=${encodeURIComponent(words)}`),
  };
  return [...ofRooms, ...ofPeople, ...(words === "" ? [] : [search])];
}
