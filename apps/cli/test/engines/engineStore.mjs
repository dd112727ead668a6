// @ts-check
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The key that the server knows. */
const credentials = { accessKeyId: "S3RVER", secretAccessKey: "S3RVER" };

/**
 * A store as S3 is one, with the files of a folder, and addresses of them that are signed for GET, as `aws s3 presign`
 * signs them.
 *
 * @param {string} modules where the server is installed @param {string} data @param {string} folder
 */
export async function storeOf(modules, data, folder) {
  const load = createRequire(join(modules, "x.js"));
  const S3rver = load("s3rver");
  const aws4 = load("aws4");
  const server = new S3rver({ port: 0, silent: true, directory: folder, configureBuckets: [{ name: "corpus" }] });
  const { port } = await server.run();
  const host = `127.0.0.1:${port}`;
  /** @param {string} method @param {string} name @param {boolean} signQuery @param {Uint8Array} [body] */
  const signed = (method, name, signQuery, body) =>
    aws4.sign(
      {
        host,
        method,
        path: `/corpus/${name}${signQuery ? "?X-Amz-Expires=3600" : ""}`,
        service: "s3",
        region: "us-east-1",
        signQuery,
        body,
      },
      credentials,
    );
  const names = readdirSync(data).sort();
  for (const name of names) {
    const body = readFileSync(join(data, name));
    const { path, headers } = signed("PUT", name, false, body);
    const { host: _, ["Content-Length"]: __, ...rest } = headers;
    const put = await fetch(`http://${host}${path}`, { method: "PUT", headers: rest, body });
    if (!put.ok) throw new Error(`the store does not take ${name}: ${put.status}`);
  }
  return {
    addresses: names.map((name) => `http://${host}${signed("GET", name, true).path}`),
    stop: () => server.close(),
  };
}
