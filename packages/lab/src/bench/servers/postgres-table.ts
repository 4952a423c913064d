import { Pool } from "pg";

/** A table of messages as a hand-written chat would have it; each server has one of its own. */
export async function openMessages(databaseUrl: string, table: string) {
  const pool = new Pool({ connectionString: databaseUrl, max: 4 });
  await pool.query(
    `create table if not exists ${table} (id bigint generated always as identity primary key,
     room text not null, client_id text not null unique, text text not null, at timestamptz not null default now())`,
  );
  const one = {
    name: `${table}_one`,
    text: `insert into ${table} (room, client_id, text) values ($1, $2, $3)`,
  };
  const many = {
    name: `${table}_many`,
    text: `insert into ${table} (room, client_id, text) select * from unnest($1::text[], $2::text[], $3::text[])`,
  };
  return {
    insertOne: async (room: string, clientId: string, text: string) => {
      await pool.query({ ...one, values: [room, clientId, text] });
    },
    insertMany: async (rows: readonly { room: string; clientId: string; text: string }[]) => {
      await pool.query({
        ...many,
        values: [rows.map((row) => row.room), rows.map((row) => row.clientId), rows.map((row) => row.text)],
      });
    },
  };
}
