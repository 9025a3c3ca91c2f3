// Asks jose and the OpenWallet Foundation's SD-JWT library what they think of tokens.
//
//   {"jwts": [{"text", "jwk"}]}                  → [{"verified", "payload", "error"}]
//   {"sdJwts": [{"text", "jwk", "holder", "nonce"}]} → [{"verified", "claims", "error"}]
//   {"issue": [{"claims", "concealed", "secret", "kid"}]} → [token, ...]
//   {"present": [{"text", "frame"}]}             → [token, ...]
import {SDJwtVcInstance} from '@sd-jwt/sd-jwt-vc';
import {compactVerify, importJWK} from 'jose';
import {createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify} from 'node:crypto';
import {text} from 'node:stream/consumers';

const {jwts, sdJwts, issue, present} = JSON.parse(await text(process.stdin));
const hasher = (data, algorithm) =>
  createHash(algorithm.replace('-', '')).update(Buffer.from(data)).digest();
const common = {hasher, hashAlg: 'sha-256', saltGenerator: size => randomBytes(size).toString('hex')};

async function jwtVerdict({text, jwk}) {
  try {
    const {payload} = await compactVerify(text, await importJWK(jwk, 'ES256'), {algorithms: ['ES256']});
    return {verified: true, payload: JSON.parse(Buffer.from(payload))};
  } catch(error) {
    return {verified: false, error: String(error)};
  }
}

async function sdVerdict({text, jwk, holder, nonce}) {
  const checker = jwk => (data, signature) => verify('sha256', Buffer.from(data),
    {key: createPublicKey({key: jwk, format: 'jwk'}), dsaEncoding: 'ieee-p1363'},
    Buffer.from(signature, 'base64url'));
  const library = new SDJwtVcInstance({
    ...common, verifier: checker(jwk), kbVerifier: holder && checker(holder)});
  try {
    const {payload} = await library.verify(text, {
      currentDate: 1795262400, ...(nonce ? {keyBindingNonce: nonce} : {})});
    return {verified: true, claims: payload};
  } catch(error) {
    return {verified: false, error: String(error)};
  }
}

async function issued({claims, concealed, secret, kid}) {
  const key = {key: createPrivateKey({key: secret, format: 'jwk'}), dsaEncoding: 'ieee-p1363'};
  const signer = data => sign('sha256', Buffer.from(data), key).toString('base64url');
  const library = new SDJwtVcInstance({...common, signer, signAlg: 'ES256'});
  return library.issue(claims, concealed, {header: {kid}});
}

async function presented({text, frame}) {
  return new SDJwtVcInstance(common).present(text, frame);
}

const [asked, answer] = [
  [jwts, jwtVerdict], [sdJwts, sdVerdict], [issue, issued], [present, presented],
].find(([questions]) => questions);
process.stdout.write(JSON.stringify(await Promise.all(asked.map(answer))));
