// Drives yaml-language-server over standard input and output, as an editor does, with the exported JSON Schemas: the models
// of the systems are clean, mistakes are flagged in their line, completion and hover have what the schema says.
// usage: node drive.mjs SERVER SCHEMA-FOLDER SOURCE-FOLDER
import { spawn } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [server, schemas, source] = process.argv.slice(2);
const schemaUri = (language) => pathToFileURL(join(schemas, `${language}.json`)).href;
const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
const waiting = new Map();
const published = new Map();
let pending = Buffer.alloc(0);
let lastId = 0;
let failures = 0;

function send(message) {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  child.stdin.write(body);
}

function request(method, params) {
  const id = ++lastId;
  send({ id, method, params });
  return new Promise((resolve) => waiting.set(id, resolve));
}

const notify = (method, params) => send({ method, params });

const settings = {
  yaml: {
    validate: true,
    hover: true,
    completion: true,
    schemaStore: { enable: false },
    customTags: ["!now", "!ago scalar", "!in scalar", "!sql scalar", "!hex scalar", "!base64 scalar", "!file scalar", "!ref scalar"],
    schemas: {
      [schemaUri("model")]: ["model.yaml"],
      [schemaUri("config")]: ["corm.yaml"],
      [schemaUri("fixtures")]: ["fixtures.yaml"],
    },
  },
};

function receive(message) {
  if (message.id !== undefined && message.method === undefined) {
    waiting.get(message.id)?.(message.result);
  } else if (message.method === "textDocument/publishDiagnostics") {
    published.get(message.params.uri)?.(message.params.diagnostics);
  } else if (message.method === "workspace/configuration") {
    const values = message.params.items.map((item) => (item.section === "yaml" ? settings.yaml : null));
    send({ id: message.id, result: values });
  } else if (message.id !== undefined) {
    send({ id: message.id, result: null });
  }
}

child.stdout.on("data", (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  for (;;) {
    const end = pending.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(pending.subarray(0, end).toString())[1]);
    if (pending.length < end + 4 + length) return;
    const body = pending.subarray(end + 4, end + 4 + length).toString();
    pending = pending.subarray(end + 4 + length);
    receive(JSON.parse(body));
  }
});

let count = 0;
async function open(name, text) {
  const uri = `file:///project/${++count}/${name}`;
  const diagnostics = new Promise((resolve) => published.set(uri, resolve));
  notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
  return { uri, diagnostics: await diagnostics };
}

function expect(what, fine, got) {
  if (!fine) {
    failures++;
    console.log(`${what}: ${JSON.stringify(got, null, 1)}`);
  }
}

const words = (hover) => JSON.stringify(hover?.contents ?? "");

async function main() {
  await request("initialize", { processId: process.pid, rootUri: null, capabilities: { workspace: { configuration: true } } });
  notify("initialized", {});
  notify("workspace/didChangeConfiguration", { settings });

  const folders = readdirSync(join(source, "tests/systems"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(source, "tests/systems", entry.name));
  const files = [];
  for (const folder of [...folders, source]) {
    const fixtures = join(folder, "fixtures");
    files.push(["model.yaml", join(folder, "model.yaml")], ["corm.yaml", join(folder, "corm.yaml")]);
    for (const name of existsSync(fixtures) ? readdirSync(fixtures) : []) {
      if (name.endsWith(".yaml")) files.push(["fixtures.yaml", join(fixtures, name)]);
    }
  }
  const looked = await Promise.all(
    files
      .filter(([, path]) => existsSync(path))
      .map(async ([name, path]) => ({ path, ...(await open(name, readFileSync(path, "utf8"))) })),
  );
  for (const { path, diagnostics } of looked) expect(path, diagnostics.length === 0, diagnostics);
  expect("files looked at", looked.length > 60, looked.length);

  const model = "corm: 1\nmodels:\n  User:\n    columns:\n      id: {type: integer, primary_key: true}\n";
  for (const [line, text] of [
    [1, "corm: 1\nmodles: {}\n"],
    [5, `${model}      name: {type: text, nulable: false}\n`],
    [6, `${model}    relationships:\n      posts: {target: Post, viewonly: maybe}\n`],
    [5, `${model}      post_id: {foreign_key: posts.id, on_delete: casacde}\n`],
  ]) {
    const { diagnostics } = await open("model.yaml", text);
    expect(`a mistake in line ${line + 1} of\n${text}`, diagnostics.some((one) => one.range.start.line === line), diagnostics);
  }

  const unfinished = await open("model.yaml", `${model}    relationships:\n      posts:\n        \n`);
  const list = await request("textDocument/completion", { textDocument: { uri: unfinished.uri }, position: { line: 7, character: 8 } });
  const items = list?.items ?? list ?? [];
  const cascade = items.find((item) => item.label === "cascade");
  expect("completion of a relationship's keys", cascade !== undefined && items.some((item) => item.label === "back_populates"), items);
  expect("what completion says of cascade", JSON.stringify(cascade?.documentation ?? "").includes("delete-orphan"), cascade);

  const whole = await open("model.yaml", model);
  const hover = await request("textDocument/hover", { textDocument: { uri: whole.uri }, position: { line: 4, character: 32 } });
  expect("hover over primary_key", words(hover).includes("primary key"), hover);
  console.log(`${looked.length} files, ${failures} failures`);
}

main().then(
  () => child.kill(),
  (error) => {
    failures++;
    console.error(error);
    child.kill();
  },
).finally(() => {
  process.exitCode = failures === 0 ? 0 : 1;
});
setTimeout(() => {
  console.error("the server did not answer within two minutes");
  child.kill();
  process.exit(1);
}, 120000).unref();
