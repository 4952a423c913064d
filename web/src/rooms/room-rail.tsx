import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useUser } from "../app/session.tsx";
import { iconButtonClass } from "../design/icon-button-class.ts";
import { BrowseIcon, CreateIcon, SearchIcon, SettingsIcon, WriteIcon } from "../design/icons.ts";
import { Wordmark } from "../design/wordmark.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { fullName } from "../people/person-name.ts";
import { openSheet } from "../shortcuts/open-sheet.ts";
import { RoomList } from "./room-list.tsx";
import { UnsentRow } from "./unsent-row.tsx";

/** The rooms of the person, the ways to further ones, and the person. */
export function RoomRail(): ReactNode {
  const { t } = useI18n();
  const user = useUser();
  const [path] = useLocation();
  return (
    <nav
      aria-label={t("rooms.label")}
      className="flex w-full shrink-0 flex-col bg-sunken md:w-62 md:border-e md:border-line xl:w-68"
    >
      <div className="flex h-16 shrink-0 items-center justify-between gap-1 ps-4 pe-1 md:pe-2">
        <Link href="/rooms" className="me-auto flex rounded-control">
          <Wordmark />
        </Link>
        <button
          type="button"
          aria-label={t("switcher.title")}
          title={t("switcher.title")}
          aria-keyshortcuts="Control+K Meta+K"
          className={iconButtonClass("hover:bg-line")}
          onClick={() => openSheet("switcher")}
        >
          <SearchIcon className="size-5" />
        </button>
        <Link
          href="/rooms/people"
          aria-label={t("people.title")}
          title={t("people.title")}
          className={iconButtonClass("hover:bg-line")}
        >
          <WriteIcon className="size-5" />
        </Link>
        <Link
          href="/rooms/browse"
          aria-label={t("browse.title")}
          title={t("browse.title")}
          className={iconButtonClass("hover:bg-line")}
        >
          <BrowseIcon className="size-5" />
        </Link>
        <Link
          href="/rooms/new"
          aria-label={t("create.title")}
          title={t("create.title")}
          className={iconButtonClass("hover:bg-line")}
        >
          <CreateIcon className="size-5" />
        </Link>
      </div>
      <UnsentRow />
      <RoomList />
      <Link
        href="/rooms/settings"
        aria-current={/^\/rooms\/(?:settings|admin)/.test(path) ? "page" : undefined}
        className="flex min-h-14 shrink-0 items-center gap-2 border-t border-line px-4 text-ui hover:bg-line/40 focus-visible:-outline-offset-2"
      >
        <span className="min-w-0 flex-1">
          <bdi className="block truncate font-medium">{fullName(user)}</bdi>
          <bdi dir="ltr" className="block truncate text-meta text-ink3">
            @{user.username}
          </bdi>
        </span>
        <SettingsIcon className="size-5 text-ink2" />
        <span className="sr-only">{t("settings.title")}</span>
      </Link>
    </nav>
  );
}
