// brain.js, asked for one timed round at a time (see contestant.ts): node brain.mjs FOLDER
import { createRequire } from 'node:module';
import path from 'node:path';
import { answerRequests, measureRate, randomTokens } from './answer.mjs';

const require = createRequire(path.resolve(process.argv[2], 'package.json'));
const { recurrent } = require('brain.js');
const { version } = require('brain.js/package.json');

const NETWORKS = { rnn: recurrent.RNN, gru: recurrent.GRU, lstm: recurrent.LSTM };
const SEQUENCES = 16;

function open({ cell, vocabulary, hidden, layers, window }) {
  const hiddenLayers = new Array(layers).fill(hidden);
  const network = new NETWORKS[cell]({ inputSize: vocabulary, inputRange: vocabulary, outputSize: vocabulary, hiddenLayers });
  network.initialize();
  const sequences = Array.from({ length: SEQUENCES }, () => []);
  randomTokens(SEQUENCES * window, vocabulary).forEach((token, index) => sequences[index % SEQUENCES].push(token));
  let updates = 0;
  return () => {
    network.trainPattern(sequences[updates++ % SEQUENCES]);
    return window;
  };
}

let update;
await answerRequests(
  { 'brain.js': version, Node: process.version },
  {
    prepare({ shape }) {
      update = open(shape);
    },
    measure: ({ seconds }) => measureRate(seconds, update),
  },
);
