// TensorFlow.js, asked for one timed round at a time (see contestant.ts): node tensorflow.mjs FOLDER wasm|cpu
import { createRequire } from 'node:module';
import path from 'node:path';
import { answerRequests, measureRate, randomTokens } from './answer.mjs';

const [folder, device] = process.argv.slice(2);
const require = createRequire(path.resolve(folder, 'package.json'));
const tf = require('@tensorflow/tfjs-core');
const layers = require('@tensorflow/tfjs-layers');
if (device === 'wasm') {
  const wasm = require('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(`${path.resolve(folder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist')}${path.sep}`);
} else {
  require('@tensorflow/tfjs-backend-cpu');
}
if (!(await tf.setBackend(device))) throw new Error(`TensorFlow.js has no backend ${device} here.`);

const RECURRENT = { rnn: layers.layers.simpleRNN, lstm: layers.layers.lstm };
const WINDOWS = 8;
const CLIP = 5;

/** Forward, backward, clipping by the global norm and Adam; stateful layers carry the state. */
function open({ cell, vocabulary, hidden, layers: count, batch, window }) {
  const model = layers.sequential();
  for (let layer = 0; layer < count; layer++) {
    model.add(
      RECURRENT[cell]({
        units: hidden,
        returnSequences: true,
        stateful: true,
        recurrentInitializer: 'glorotUniform', // the default, orthogonal, takes long to draw
        ...(layer === 0 && { batchInputShape: [batch, window, vocabulary] }),
      }),
    );
  }
  model.add(layers.layers.dense({ units: vocabulary }));
  const optimizer = tf.train.adam(0.001);
  const tokens = randomTokens(WINDOWS * batch * window + 1, vocabulary);
  const oneHot = (first) =>
    tf.cast(tf.oneHot(tf.tensor2d(tokens.slice(first, first + batch * window), [batch, window], 'int32'), vocabulary), 'float32');
  let updates = 0;
  return async () => {
    const first = (updates++ % WINDOWS) * batch * window;
    const loss = tf.tidy(() => {
      const [inputs, targets] = [oneHot(first), oneHot(first + 1)];
      const { value, grads } = tf.variableGrads(() => {
        const logits = model.apply(inputs, { training: true });
        return tf.losses.softmaxCrossEntropy(tf.reshape(targets, [-1, vocabulary]), tf.reshape(logits, [-1, vocabulary]));
      });
      const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
      const factor = tf.minimum(1, tf.div(CLIP, tf.sqrt(tf.addN(squares))));
      optimizer.applyGradients(Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, factor)])));
      return value;
    });
    await loss.data();
    loss.dispose();
    return batch * window;
  };
}

let update;
await answerRequests(
  { 'TensorFlow.js': tf.version_core, Node: process.version },
  {
    prepare({ shape }) {
      tf.disposeVariables();
      update = open(shape);
    },
    measure: ({ seconds }) => measureRate(seconds, update),
  },
);
