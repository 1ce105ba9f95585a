// npm's tus client: the peers' folder, then what to do as JSON. Prints the offset after each stretch.
import {createRequire} from 'node:module';
import {createReadStream, readFileSync} from 'node:fs';
const [peers, wish] = process.argv.slice(2);
const tus = createRequire(peers + '/any.js')('tus-js-client');
const {file, size, endpoint, headers, metadata, chunkSize, ca, own} = JSON.parse(wish);
const tls = {ca: readFileSync(ca), cert: readFileSync(own), key: readFileSync(own)};
const options = {
  endpoint, headers, metadata, chunkSize, uploadSize: size, retryDelays: null,
  httpStack: new tus.DefaultHttpStack(tls),
};
const fail = (error) => { console.error(String(error)); process.exit(1); };
const first = new tus.Upload(createReadStream(file), {
  ...options,
  onError: fail,
  onChunkComplete: async (_, offset) => {
    console.log(offset);
    await first.abort();
    new tus.Upload(createReadStream(file), {
      ...options, uploadUrl: first.url, onError: fail,
      onChunkComplete: (_, later) => console.log(later),
    }).start();
  },
});
first.start();
