// The page's own modules under Node.js: what do they say of files and links?

import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { readFileSync } from "node:fs";

const { modules, register: told, items, now } = JSON.parse(readFileSync(0, "utf8"));
const load = (name) => import(pathToFileURL(join(modules, name)));
const { checkFile, checkLink } = await load("checking.js");
const { verdictOf } = await load("showing.js");
const { proofBanner } = await load("agreement.js");
const { isPublishedBy } = await load("register.js");
const { keysOf } = await load("keys.js");
const { jcs } = await load("jcs.js");
const { strictJson } = await load("json.js");

const keys = keysOf(told.history);
const register = {
  isSpecimen: told.history.specimen === true,
  ...told,
  keys,
  isFresh: (moment) => moment - told.asOf < 24 * 3600,
  json: async (path) => told.files[path] ?? Promise.reject(new Error(path)),
  document: async (number) => told.files[number] ?? Promise.reject(new Error(number)),
};

async function answered({ file, link, page, published, canonical, strict }) {
  if (canonical) return jcs(canonical);
  if (strict) return jcs(strictJson(strict));
  if (published) return isPublishedBy(published, keys);
  const bytes = file && new Uint8Array(Buffer.from(file, "base64"));
  const result = bytes ? await checkFile(bytes, register, now) : await checkLink(link, register, now);
  const outcomes = Object.entries(result.lights).map(([name, light]) => [name, light.outcome]);
  const said = page ? proofBanner(result, page) : verdictOf(result, register);
  return { ...said, lights: Object.fromEntries(outcomes), told: result.told ?? null, number: result.number ?? "" };
}

const answers = [];
for (const item of items) answers.push(await answered(item));
process.stdout.write(JSON.stringify(answers));
