// Asks Digital Bazaar's verifier and jsonld.js what they think. JSON in on stdin, JSON out.
//
//   {"credentials": [...], "documents": {url: document}, "now": "2026-11-21T12:00:00Z"}
//     → [{"verified": true | false, "error": "..."}]
//   {"canonize": [...], "documents": {url: document}}
//     → ["canonical N-Quads", ...]
//
// Nothing is fetched: `documents` holds the contexts, DID documents and status lists.
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import jsonld from 'jsonld';
import {text} from 'node:stream/consumers';

const {credentials, canonize, documents, now} = JSON.parse(await text(process.stdin));

async function documentLoader(url) {
  const [base, fragment] = url.split('#');
  let document = documents[base];
  if(document && fragment) {
    const method = document.verificationMethod?.find(each => each.id === url);
    document = method && {'@context': 'https://w3id.org/security/multikey/v1', ...method};
  }
  if(!document) {
    throw new Error(`not held: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

async function verdict(credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus, now});
  // A revoked credential is still "verified": what the list says has to be asked for.
  const {statusResult} = result;
  const standing = statusResult?.verified && !statusResult.results.some(each => each.status);
  const error = String(result.error?.errors ?? result.error ?? statusResult?.error ?? '');
  return {verified: result.verified && Boolean(standing), error};
}

// As much patience as our own test cases need: jsonld.js gives up on the third hard knot.
const canonizeOptions = {algorithm: 'RDFC-1.0', maxWorkFactor: 3};
const answers = credentials ?
  await Promise.all(credentials.map(verdict)) :
  await Promise.all(canonize.map(document =>
    jsonld.canonize(document, {canonizeOptions, documentLoader, safe: true})));
process.stdout.write(JSON.stringify(answers));
