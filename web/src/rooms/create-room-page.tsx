import { ParleyError } from "@parley/client";
import { createRoom } from "@parley/client/rooms";
import type { CreateRoomBody } from "@parley/protocol/http";
import { limits } from "@parley/protocol/limits";
import type { ReactNode } from "react";
import { useLocation } from "wouter";
import { useChat } from "../app/chat-context.tsx";
import { errorText } from "../app/error-text.ts";
import { Button } from "../design/button.tsx";
import { Notice } from "../design/notice.tsx";
import { TextField } from "../design/text-field.tsx";
import { textOf, useSubmit } from "../design/use-submit.ts";
import { formatList } from "../i18n/format-list.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { readPeople, unknownPeople } from "../people/read-people.ts";
import { PagePane } from "./page-pane.tsx";
import { usePutRoom } from "./use-put-room.ts";
import { VisibilityChoice } from "./visibility-choice.tsx";

export default function CreateRoomPage(): ReactNode {
  const { t, locale } = useI18n();
  const chat = useChat();
  const put = usePutRoom();
  const [, navigate] = useLocation();

  const form = useSubmit(
    async (data) => {
      const body = readCreation(data);
      if (body.name === "") return { errors: { name: t("fault.required") } };
      const room = await createRoom(chat, body);
      put(room);
      navigate(`/rooms/${room.id}`, { replace: true });
      return undefined;
    },
    (thrown, data) => {
      const fields = thrown instanceof ParleyError ? thrown.fields : {};
      const unknown = unknownPeople(readCreation(data).members ?? [], fields);
      if (unknown.length === 0) return { problem: errorText(t, thrown) };
      return { errors: { members: t("create.unknownPeople", { names: formatList(locale, unknown) }) } };
    },
  );

  return (
    <PagePane title={t("create.title")} lead={t("create.lead")}>
      <form noValidate onSubmit={form.onSubmit} className="flex max-w-110 flex-col gap-6">
        {form.problem !== undefined && (
          <Notice tone="danger" announced>
            {form.problem}
          </Notice>
        )}
        <TextField
          name="name"
          label={t("create.name")}
          hint={t("create.nameHint")}
          error={form.errors["name"]}
          maxLength={limits.roomNameCharsMax}
          autoComplete="off"
          dir="auto"
        />
        <TextField
          name="topic"
          label={t("create.topic")}
          aside={t("app.optional")}
          maxLength={limits.roomTopicCharsMax}
          autoComplete="off"
          dir="auto"
        />
        <VisibilityChoice />
        <TextField
          name="members"
          label={t("create.people")}
          hint={t("create.peopleHint")}
          error={form.errors["members"]}
          aside={t("app.optional")}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button type="submit" look="primary" busy={form.busy} className="self-start">
          {t("create.submit")}
        </Button>
      </form>
    </PagePane>
  );
}

function readCreation(data: FormData): CreateRoomBody {
  const topic = textOf(data, "topic").trim();
  const members = readPeople(textOf(data, "members"));
  return {
    name: textOf(data, "name").trim(),
    visibility: textOf(data, "visibility") === "private" ? "private" : "public",
    ...(topic !== "" && { topic }),
    ...(members.length > 0 && { members }),
  };
}
