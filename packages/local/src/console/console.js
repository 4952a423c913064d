/** Shows the state of the local cloud, asked for once a second while the page is seen. */
const pollMs = 1_000;
const byId = (id) => document.getElementById(id);

/** Text only ever becomes text: what clients send is shown here. */
function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function row(cells) {
  const made = document.createElement("tr");
  made.append(...cells.map((cell) => element("td", String(cell))));
  return made;
}

const timeOf = (atMs) => new Date(atMs).toLocaleTimeString();

function show(state) {
  byId("addresses").replaceChildren(
    ...Object.entries(state.addresses).flatMap(([name, value]) => {
      const place = document.createElement("dd");
      place.append(value.startsWith("http") ? element("a", value, { href: value }) : value);
      return [element("dt", name), place];
    }),
  );
  byId("functions").replaceChildren(
    ...Object.entries(state.functions).map(([name, counts]) =>
      row([name, counts.invocations, counts.failures, counts.coldStarts, counts.running, counts.waiting]),
    ),
  );
  byId("connection-count").textContent =
    `${state.connections.length} open, ${state.frames.framesIn} frames in, ${state.frames.framesOut} out`;
  byId("connections").replaceChildren(
    ...state.connections.map((connection) =>
      row([
        connection.connectionId,
        connection.authorizer.userId ?? connection.authorizer.principalId ?? "",
        timeOf(connection.connectedAtMs),
        timeOf(connection.lastActiveAtMs),
        connection.userAgent ?? "",
      ]),
    ),
  );
  byId("log").replaceChildren(
    ...state.log.map((line) => element("li", line.text, { "data-level": line.level })),
  );
}

async function poll() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch("/_local/state");
      show(await answer.json());
      byId("state").textContent = "running";
    } catch {
      byId("state").textContent = "stopped";
    }
  }
  setTimeout(poll, pollMs);
}

await poll();
