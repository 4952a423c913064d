/** Shows the state of the local cloud, asked for once a second while the page is seen. */
const pollMs = 1_000;
const byId = (id) => document.getElementById(id);

/** Text only ever becomes text: what clients send is shown here. */
function element(name, content, attributes = {}) {
  const made = document.createElement(name);
  made.append(...[content].flat());
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const timeOf = (atMs) => new Date(atMs).toLocaleTimeString();

function table(id, headings, rows) {
  const head = element(
    "tr",
    headings.map((heading) => element("th", heading, { scope: "col" })),
  );
  const body = rows.map((cells) =>
    element(
      "tr",
      cells.map((cell) => element("td", cell instanceof Node ? cell : String(cell))),
    ),
  );
  const empty = element("tr", element("td", "none", { colspan: String(headings.length) }));
  byId(id).replaceChildren(element("thead", head), element("tbody", body.length > 0 ? body : empty));
}

/** What a store that is away answered stands where its rows would be. */
const rowsOf = (value, describe) => (Array.isArray(value) ? value.map(describe) : [[value.error]]);

async function applyFault(request) {
  const answer = await fetch("/_local/faults", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  const { error } = await answer.json();
  byId("fault").textContent = error ?? describeFault(request);
  await refresh();
}

/** What has been done, or what is so from now on. */
function describeFault({ fault, on }) {
  const said = {
    "drop-connection": "The connection was broken without a close frame.",
    "empty-redis": "Redis is empty. Rooms come back from Postgres as they are used.",
    "cold-start": "Every function's next event starts cold.",
    "lose-disconnects": on ? "$disconnect is lost from now on." : "$disconnect is delivered again.",
    throttle: on ? "Every call and frame is over the rate now." : "Calls and frames pass again.",
    "slow-postgres": on ? "Postgres is slow now." : "Postgres is as quick as it can be.",
  };
  return said[fault];
}

function dropButton({ connectionId }) {
  const button = element("button", "drop", { type: "button", "data-drop": connectionId });
  button.setAttribute("aria-label", `Drop connection ${connectionId}`);
  return button;
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (button === null) return;
  const { fault, drop } = button.dataset;
  if (drop !== undefined) void applyFault({ fault: "drop-connection", connectionId: drop });
  else void applyFault({ fault, on: button.getAttribute("aria-pressed") === "false" });
});

function showFaults({ losesDisconnects, throttles, postgresDelayMs }) {
  const states = {
    "lose-disconnects": losesDisconnects,
    throttle: throttles,
    "slow-postgres": postgresDelayMs > 0,
  };
  for (const [name, on] of Object.entries(states)) {
    document.querySelector(`[data-fault="${name}"]`).setAttribute("aria-pressed", String(on));
  }
}

function showConnections({ connections, counts }) {
  byId("connection-count").textContent =
    `${connections.length} open, ${counts.framesIn} frames in, ${counts.framesOut} posted`;
  // What is about to be pressed is not taken away under the finger.
  if (document.activeElement?.closest("#connections") && document.activeElement.matches(":hover")) return;
  table(
    "connections",
    ["connection", "user", "since", "last active", "", "agent"],
    connections.map((connection) => [
      connection.connectionId,
      connection.authorizer.userId ?? connection.authorizer.principalId ?? "",
      timeOf(connection.connectedAtMs),
      timeOf(connection.lastActiveAtMs),
      dropButton(connection),
      connection.userAgent ?? "",
    ]),
  );
}

/** A room's id, which opens the end of its log: what is pending is said to be. */
function roomCell({ room, mark, events }) {
  const lines = events.map(({ seq, kind, about }) =>
    element("div", `${seq}${seq > mark ? "  pending" : ""}  ${kind}  ${about}`, {
      "data-level": seq > mark ? "warn" : "info",
    }),
  );
  return element("details", [element("summary", room), ...lines], { "data-id": room });
}

function showStores({ rooms, queues, functions }) {
  byId("room-count").textContent = Array.isArray(rooms) ? `${rooms.length} hot` : "";
  table(
    "rooms",
    ["room", "kind", "head", "watermark", "in the log", "members", "online", "lease"],
    rowsOf(rooms, (room) => [
      roomCell(room),
      room.kind,
      room.head,
      room.mark,
      room.logLength,
      room.members,
      room.online,
      room.leaseMs === undefined ? "free" : `${room.leaseMs} ms`,
    ]),
  );
  table(
    "queues",
    ["queue", "waiting", "in flight", "delayed", "dead"],
    rowsOf(queues, (queue) => [queue.name, queue.waiting, queue.inFlight, queue.delayed, queue.dead]),
  );
  table(
    "functions",
    ["function", "invocations", "failures", "cold starts", "running", "waiting"],
    Object.entries(functions).map(([name, counts]) => [
      name,
      counts.invocations,
      counts.failures,
      counts.coldStarts,
      counts.running,
      counts.waiting,
    ]),
  );
}

function showMails({ mails }) {
  table(
    "mails",
    ["to", "subject"],
    rowsOf(mails, (mail) => [mail.to, mail.subject]),
  );
}

function showInvocation({ name, requestId, atMs, tookMs, coldStart, error, lines }) {
  const said = `${timeOf(atMs)}  ${name}  ${tookMs} ms${coldStart ? "  cold" : ""}${error ? `  ${error}` : ""}`;
  const parts = [element("summary", said), ...lines.map((line) => element("div", line))];
  return element("li", element("details", parts, { "data-id": requestId }), {
    "data-level": error ? "error" : "info",
  });
}

/** What is opened stays open, though all is drawn anew. */
function keepOpened(draw) {
  const opened = new Set([...document.querySelectorAll("details[open]")].map(({ dataset }) => dataset.id));
  draw();
  for (const details of document.querySelectorAll("details")) {
    details.open = opened.has(details.dataset.id);
  }
}

function showStories({ invocations, frames, log }) {
  // What is being read is not moved away under the eye.
  const places = ["invocations", "frames", "log"].map((id) => [byId(id), byId(id).scrollTop]);
  byId("invocations").replaceChildren(...invocations.slice(0, 60).map(showInvocation));
  byId("frames").replaceChildren(
    ...frames
      .slice(0, 60)
      .map(({ atMs, connectionId, direction, bytes, text }) =>
        element(
          "li",
          `${timeOf(atMs)}  ${connectionId}  ${direction === "in" ? "→" : "←"} ${bytes} B  ${text}`,
        ),
      ),
  );
  byId("log").replaceChildren(...log.map((line) => element("li", line.text, { "data-level": line.level })));
  for (const [list, top] of places) list.scrollTop = top;
}

function showAddresses({ addresses }) {
  byId("addresses").replaceChildren(
    ...Object.entries(addresses).flatMap(([name, value]) => [
      element("dt", name),
      element("dd", value.startsWith("http") ? element("a", value, { href: value }) : value),
    ]),
  );
}

async function refresh() {
  try {
    const state = await (await fetch("/_local/state")).json();
    showAddresses(state);
    showFaults(state.faults);
    showConnections(state);
    showMails(state);
    keepOpened(() => {
      showStores(state);
      showStories(state);
    });
    byId("state").textContent = "running";
  } catch {
    byId("state").textContent = "stopped";
  }
}

async function poll() {
  if (document.visibilityState === "visible") await refresh();
  setTimeout(poll, pollMs);
}

await poll();
