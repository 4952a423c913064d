/** The page to read the API's document and to try it. All that it loads is its own: no other origin is asked. */
export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley API</title>
<link rel="stylesheet" href="docs/style.css">
<script type="module" src="docs/script.js"></script>
</head>
<body>
<header><h1>Parley API</h1><p id="about"></p>
<p><a href="openapi.json">OpenAPI 3.1</a> · <a href="asyncapi.json">AsyncAPI 3</a></p>
<label>Session token (empty: this browser's cookie) <input id="token" autocomplete="off" spellcheck="false"></label></header>
<main id="operations"><noscript>The document itself is at <a href="openapi.json">openapi.json</a>.</noscript></main>
</body>
</html>
`;

export const docsStyle = `
:root { color-scheme: light dark; --line: #ded9ce; --accent: #0e5a53; }
@media (prefers-color-scheme: dark) { :root { --line: #3a4340; --accent: #7fc9c0; } }
body { font: 16px/1.5 Verdana, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1, h2 { font-family: Georgia, serif; font-weight: 500; }
details { border-top: 1px solid var(--line); padding: .5rem 0; }
summary { cursor: pointer; overflow-wrap: anywhere; }
code, textarea, input, pre { font: 14px/1.5 ui-monospace, monospace; }
.method { color: var(--accent); font-weight: bold; display: inline-block; min-width: 4.5rem; }
label { display: block; margin: .5rem 0; }
input, textarea { width: 100%; box-sizing: border-box; padding: .4rem; }
pre { overflow: auto; max-height: 24rem; padding: .5rem; border: 1px solid var(--line); }
button { padding: .5rem 1rem; font: inherit; }
`;

/** Everything is put in as text, never as markup. */
export const docsScript = `
const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more);
const resolve = (root, node) => node && node.$ref ? resolve(root, node.$ref.slice(2).split("/").reduce((at, key) => at[key], root)) : node;
const sample = (root, given, depth = 0) => {
  const node = resolve(root, given) ?? {};
  if (node.enum) return node.enum[0];
  const one = (node.anyOf ?? node.oneOf ?? [])[0];
  if (one) return sample(root, one, depth + 1);
  if (node.type === "object" && depth < 4) {
    const wanted = node.required ?? Object.keys(node.properties ?? {});
    return Object.fromEntries(wanted.map((key) => [key, sample(root, node.properties?.[key], depth + 1)]));
  }
  return { string: "", integer: 1, number: 1, boolean: true, array: [] }[node.type] ?? null;
};
function operationOf(root, path, method, operation) {
  const box = make("details", "");
  const head = make("summary", "");
  head.append(make("span", method.toUpperCase(), { className: "method" }), make("code", path), " " + operation.summary);
  box.append(head);
  const inputs = (operation.parameters ?? []).map((parameter) => {
    const label = make("label", parameter.name + (parameter.required ? "" : " (optional)"));
    const input = make("input", "");
    label.append(input);
    box.append(label);
    return { parameter, input };
  });
  const schema = operation.requestBody?.content["application/json"].schema;
  const body = make("textarea", schema ? JSON.stringify(sample(root, schema), null, 2) : "", { rows: 6 });
  if (schema) {
    const label = make("label", "Body");
    label.append(body);
    box.append(label, make("pre", JSON.stringify(resolve(root, schema), null, 2)));
  }
  const answers = Object.entries(operation.responses).map(([status, answer]) => status + " " + answer.description);
  box.append(make("p", answers.join(" · ")));
  const output = make("pre", "", { hidden: true });
  const button = make("button", "Send", { type: "button" });
  button.addEventListener("click", async () => {
    let target = path;
    const query = new URLSearchParams();
    for (const { parameter, input } of inputs) {
      if (parameter.in === "path") target = target.replace("{" + parameter.name + "}", encodeURIComponent(input.value));
      else if (input.value !== "") query.set(parameter.name, input.value);
    }
    const token = document.getElementById("token").value.trim();
    const headers = { ...(token && { authorization: "Bearer " + token }), ...(schema && { "content-type": "application/json" }) };
    const url = root.servers[0].url + target + (query.size > 0 ? "?" + query : "");
    const response = await fetch(url, { method: method.toUpperCase(), headers, credentials: token ? "omit" : "same-origin", ...(schema && body.value && { body: body.value }) });
    const text = await response.text();
    output.hidden = false;
    output.textContent = response.status + " " + url + "\\n" + (text && JSON.stringify(JSON.parse(text), null, 2));
  });
  box.append(button, output);
  return box;
}
const root = await (await fetch("openapi.json")).json();
document.getElementById("about").textContent = root.info.description;
const groups = new Map();
for (const [path, methods] of Object.entries(root.paths))
  for (const [method, operation] of Object.entries(methods)) {
    const tag = operation.tags[0];
    if (!groups.has(tag)) groups.set(tag, []);
    groups.get(tag).push(operationOf(root, path, method, operation));
  }
for (const [tag, boxes] of groups) document.getElementById("operations").append(make("h2", tag), ...boxes);
`;
