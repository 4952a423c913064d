import type { AdminUser } from "@parley/protocol/http-answers";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useState } from "react";
import { Button } from "../design/button.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { fullName } from "../people/person-name.ts";
import { Fetched } from "../rooms/fetched.tsx";
import { queryKeys } from "../rooms/query-keys.ts";
import { AdminSearch } from "./admin-search.tsx";
import { AdminUserDialog } from "./admin-user-dialog.tsx";
import { useAdminApi } from "./use-admin-api.ts";

/** Everybody who has an account. */
export function AdminUsers(): ReactNode {
  const { t } = useI18n();
  const api = useAdminApi();
  const [typed, setTyped] = useState("");
  const [managed, setManaged] = useState<string>();
  const q = useDeferredValue(typed.trim());
  const users = useQuery<readonly AdminUser[]>({
    queryKey: queryKeys.admin("users", q),
    queryFn: () => api.users(q),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const open = users.data?.find(({ id }) => id === managed);
  return (
    <>
      <AdminSearch label={t("admin.searchUsers")} typed={typed} onType={setTyped} />
      <Fetched query={users} none={t("admin.none")}>
        {(found) => (
          <ul className="divide-y divide-line border-y border-line">
            {found.map((user) => (
              <UserRow key={user.id} user={user} onManage={() => setManaged(user.id)} />
            ))}
          </ul>
        )}
      </Fetched>
      {open !== undefined && <AdminUserDialog user={open} onClose={() => setManaged(undefined)} />}
    </>
  );
}

function UserRow({ user, onManage }: { user: AdminUser; onManage: () => void }): ReactNode {
  const { t } = useI18n();
  const facts = [
    user.role === "admin" && t("admin.isAdmin"),
    !user.verified && t("admin.unverified"),
    user.bannedAt !== null && t("admin.banned"),
  ].filter(Boolean);
  return (
    <li className="flex items-center gap-3 py-2.5 text-ui">
      <p className="min-w-0 flex-1">
        <bdi className="block truncate font-medium">{fullName(user)}</bdi>
        <span className="block truncate text-meta text-ink3">
          <bdi dir="ltr">@{user.username}</bdi> · <bdi dir="ltr">{user.email}</bdi>
        </span>
        {facts.length > 0 && <span className="block text-meta text-signal">{facts.join(" · ")}</span>}
      </p>
      <Button look="outline" aria-label={t("admin.manageNamed", { name: fullName(user) })} onClick={onManage}>
        {t("admin.manage")}
      </Button>
    </li>
  );
}
