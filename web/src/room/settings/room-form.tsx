import type { UpdateRoomBody } from "@parley/protocol/http";
import { limits } from "@parley/protocol/limits";
import type { Room } from "@parley/protocol/room";
import { type ReactNode, useState } from "react";
import { errorText } from "../../app/error-text.ts";
import { Button } from "../../design/button.tsx";
import { Problem } from "../../design/problem.tsx";
import { SelectField } from "../../design/select-field.tsx";
import { TextField } from "../../design/text-field.tsx";
import { textOf, useSubmit } from "../../design/use-submit.ts";
import { formatSpan } from "../../i18n/format-span.ts";
import { useI18n } from "../../i18n/i18n.tsx";
import { may } from "../../rooms/room-rights.ts";
import { usePutRoom } from "../../rooms/use-put-room.ts";
import { useRoomApi } from "../../rooms/use-room-api.ts";
import { VisibilityChoice } from "../../rooms/visibility-choice.tsx";

const slowModesMs = [0, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000];

/** Name, topic, who can come in, and how fast one may write. */
export function RoomForm({ room }: { room: Room }): ReactNode {
  const { t, locale } = useI18n();
  const api = useRoomApi();
  const put = usePutRoom();
  const [saved, setSaved] = useState(false);
  // Somebody else's own span is among the choices as well.
  const spans = [...new Set([...slowModesMs, room.slowModeMs])].toSorted((one, other) => one - other);

  const form = useSubmit(
    async (data) => {
      const change = readChange(room, data);
      if (change.name === "") return { errors: { name: t("fault.required") } };
      if (Object.keys(change).length > 0) put(await api.update(room.id, change));
      setSaved(true);
      return undefined;
    },
    (thrown) => ({ problem: errorText(t, thrown) }),
  );

  return (
    <form
      noValidate
      onSubmit={form.onSubmit}
      onChange={() => setSaved(false)}
      className="flex max-w-110 flex-col gap-6"
    >
      <Problem text={form.problem} />
      {/* Keyed by what holds: what somebody else changed meanwhile is shown, not overwritten. */}
      <TextField
        key={`name ${room.name}`}
        name="name"
        label={t("create.name")}
        defaultValue={room.name}
        error={form.errors["name"]}
        maxLength={limits.roomNameCharsMax}
        autoComplete="off"
        dir="auto"
      />
      <TextField
        key={`topic ${room.topic}`}
        name="topic"
        label={t("create.topic")}
        aside={t("app.optional")}
        defaultValue={room.topic}
        maxLength={limits.roomTopicCharsMax}
        autoComplete="off"
        dir="auto"
      />
      {may(room, "publish") && (
        <VisibilityChoice key={room.kind} value={room.kind === "private" ? "private" : "public"} />
      )}
      <SelectField
        key={`slow ${room.slowModeMs}`}
        name="slowModeMs"
        label={t("roomSettings.slowMode")}
        hint={t("roomSettings.slowModeHint")}
        defaultValue={room.slowModeMs}
        choices={spans.map((value) => ({
          value,
          label: value === 0 ? t("span.off") : formatSpan(locale, value),
        }))}
      />
      <div className="flex items-center gap-4">
        <Button type="submit" look="primary" busy={form.busy}>
          {t("roomSettings.save")}
        </Button>
        <span role="status" className="text-ui text-ink2">
          {saved && t("roomSettings.saved")}
        </span>
      </div>
    </form>
  );
}

/** What of the form differs from the room: the service refuses what the person may not change. */
function readChange(room: Room, data: FormData): UpdateRoomBody {
  const name = textOf(data, "name").trim();
  const topic = textOf(data, "topic").trim();
  const visibility = textOf(data, "visibility");
  const slowModeMs = Number(textOf(data, "slowModeMs"));
  return {
    ...(name !== room.name && { name }),
    ...(topic !== room.topic && { topic }),
    ...((visibility === "public" || visibility === "private") && visibility !== room.kind && { visibility }),
    ...(slowModeMs !== room.slowModeMs && { slowModeMs }),
  };
}
