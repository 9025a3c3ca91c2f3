// Asks the public verifier of Blockcerts what it thinks. JSON in on stdin, JSON out.
//
//   {"blockcerts": [...], "answers": {url: text}} → [{"status", "message", "steps": {code: status}}]
//
// The verifier is the bundle that web pages load. It fetches the issuer's documents and asks
// Etherscan about the transaction; "answers" are all that it gets, and nothing leaves this machine.
import {readFileSync} from 'node:fs';
import {runInThisContext} from 'node:vm';
import {text} from 'node:stream/consumers';

const {blockcerts, answers} = JSON.parse(await text(process.stdin));
const missing = new Set();

globalThis.self = globalThis;
globalThis.fetch = async url => {
  const found = answers[String(url)];
  if(found === undefined) {
    missing.add(String(url));
  }
  return new Response(found ?? 'not here', {status: found === undefined ? 404 : 200});
};
// As much of a browser as jsonld.js needs to load a context.
globalThis.XMLHttpRequest = class {
  open(method, url) {
    this.url = url;
  }
  setRequestHeader() {}
  getResponseHeader(name) {
    return name === 'Content-Type' ? 'application/ld+json' : null;
  }
  getAllResponseHeaders() {
    return '';
  }
  async send() {
    const response = await fetch(this.url);
    this.status = response.status;
    this.response = await response.text();
    this.onload();
  }
};
for(const level of ['log', 'warn', 'error']) {
  console[level] = () => {};  // It tells much, and stdout is for the answer.
}
const bundle = 'node_modules/@blockcerts/cert-verifier-js/dist/verifier-iife.js';
runInThisContext(`${readFileSync(bundle, 'utf8')};globalThis.Verifier = Verifier;`);

async function verdict(blockcert) {
  missing.clear();
  const steps = {};
  try {
    const certificate = new Verifier.Certificate(blockcert, {locale: 'en'});
    await certificate.init();
    const {status, message} = await certificate.verify(
      step => { steps[step.code] = step.status; });
    return {status, message, steps, missing: [...missing]};
  } catch(error) {
    return {status: 'failure', message: String(error), steps, missing: [...missing]};
  }
}

const verdicts = [];
for(const blockcert of blockcerts) {
  verdicts.push(await verdict(blockcert));
}
process.stdout.write(JSON.stringify(verdicts));
