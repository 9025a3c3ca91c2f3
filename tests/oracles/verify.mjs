// Asks Digital Bazaar's libraries and jsonld.js what they think. JSON in on stdin, JSON out.
//
//   {"credentials": [...], "now": "2026-11-21T12:00:00Z"}
//     → [{"verified": true | false, "proofs": [{"cryptosuite", "verified"}], "error": "..."}]
//   {"canonize": [...]}
//     → ["canonical N-Quads", ...]
//   {"issue": [{"document", "cryptosuite", "key": {...}, "date", "mandatoryPointers"}]}
//     → [secured document, ...]
//   {"derive": [{"document", "selectivePointers"}]}
//     → [document with an ecdsa-sd-2023 proof of what is shown, ...]
//
// Nothing is fetched: "documents" ({url: document}) holds the contexts, DID documents and lists.
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as eddsaJcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import jsonld from 'jsonld';
import jsigs from 'jsonld-signatures';
import {text} from 'node:stream/consumers';

const question = JSON.parse(await text(process.stdin));
const {credentials, canonize, issue, derive, documents, now} = question;
const purpose = new jsigs.purposes.AssertionProofPurpose();

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
  const suite = [
    eddsaRdfc, ecdsaRdfc, eddsaJcs.createVerifyCryptosuite(), ecdsaSd.createVerifyCryptosuite(),
  ].map(cryptosuite => new DataIntegrityProof({cryptosuite}));
  const result = await vc.verifyCredential({credential, suite, documentLoader, checkStatus, now});
  // A revoked credential is still "verified": what the list says has to be asked for. And one
  // proof of a set is enough for it, even if another one is broken.
  const {statusResult} = result;
  const standing = !credential.credentialStatus ||
    (statusResult?.verified && !statusResult.results.some(each => each.status));
  const proofs = (result.results ?? []).map(
    ({proof, verified}) => ({cryptosuite: proof?.cryptosuite, verified}));
  const error = String(result.error?.errors ?? result.error ?? statusResult?.error ?? '');
  const verified = result.verified && proofs.every(each => each.verified) && Boolean(standing);
  return {verified, proofs, error};
}

async function secured({document, cryptosuite, key, date, mandatoryPointers}) {
  const chosen = cryptosuite === 'ecdsa-rdfc-2019' ?
    ecdsaRdfc : ecdsaSd.createSignCryptosuite({mandatoryPointers});
  const signer = (await EcdsaMultikey.from(key)).signer();
  const suite = new DataIntegrityProof({signer, date, cryptosuite: chosen});
  return jsigs.sign(document, {suite, purpose, documentLoader});
}

async function derived({document, selectivePointers}) {
  const cryptosuite = ecdsaSd.createDiscloseCryptosuite({selectivePointers});
  const suite = new DataIntegrityProof({cryptosuite});
  return jsigs.derive(document, {suite, purpose, documentLoader});
}

// As much patience as our own test cases need: jsonld.js gives up on the third hard knot.
const canonizeOptions = {algorithm: 'RDFC-1.0', maxWorkFactor: 3};
const canonical = document => typeof document === 'string' ?
  jsonld.canonize(document, {canonizeOptions, inputFormat: 'application/n-quads'}) :
  jsonld.canonize(document, {canonizeOptions, documentLoader, safe: true});

const [asked, answer] = [
  [credentials, verdict], [canonize, canonical], [issue, secured], [derive, derived],
].find(([questions]) => questions);
process.stdout.write(JSON.stringify(await Promise.all(asked.map(answer))));
