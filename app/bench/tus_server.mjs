// The reference implementation of a tus server as a program: peers' folder, store, port, [certificate, key].
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import https from 'node:https';
const [peers, store, port, certificate, key] = process.argv.slice(2);
const require = createRequire(peers + '/any.js');
const {Server} = require('@tus/server');
const {FileStore} = require('@tus/file-store');
const tus = new Server({path: '/api/uploads', datastore: new FileStore({directory: store})});
const ready = () => console.log('ready');
const at = {host: '127.0.0.1', port: Number(port)};
if (certificate) {
  const files = {cert: readFileSync(certificate), key: readFileSync(key)};
  https.createServer(files, tus.handle.bind(tus)).listen(at, ready);
} else {
  tus.listen(at, ready);
}
