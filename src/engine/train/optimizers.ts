/**
 * Optimizers as pointwise programs over every element of a parameter, as in PyTorch (torch.optim), in the symbols
 * θ parameter, g clipped gradient, η learning rate.
 */
import type { Experiment } from '../experimentSchema';
import { PointwiseBuilder, type PointwiseProgram } from '../graph/pointwise';

export interface Optimizer {
  /** Names of what it keeps for each element, zero at first. */
  readonly moments: readonly string[];
  /** Inputs: θ, ∂, clip factor, η, c₁, c₂, then the moments; outputs: θ′, then the moments′. */
  readonly program: PointwiseProgram;
  /** c₁ and c₂, which depend on how many updates there were; `update` counts from 1. */
  corrections(update: number): readonly [number, number];
}

type Registers = { build: PointwiseBuilder; theta: number; g: number; rate: number; c1: number; c2: number; moments: readonly number[] };

const none = (): readonly [number, number] => [1, 1];

export function makeOptimizer(name: Experiment['optimizer'], momentum: number): Optimizer {
  switch (name) {
    case 'adam':
      return {
        moments: ['m', 'v'],
        program: write(2, adam),
        corrections: (update) => [1 / (1 - BETA1 ** update), 1 / Math.sqrt(1 - BETA2 ** update)],
      };
    case 'sgd':
      return momentum > 0
        ? { moments: ['b'], program: write(1, (r) => heavyBall(r, momentum)), corrections: none }
        : {
            moments: [],
            program: write(0, ({ build, theta, g, rate }) => [build.subtract(theta, build.multiply(rate, g))]),
            corrections: none,
          };
    case 'rmsprop':
      return momentum > 0
        ? { moments: ['v', 'b'], program: write(2, (r) => rmsprop(r, momentum)), corrections: none }
        : { moments: ['v'], program: write(1, (r) => rmsprop(r, 0)), corrections: none };
    case 'adagrad':
      return { moments: ['s'], program: write(1, adagrad), corrections: none };
  }
}

function write(moments: number, rule: (registers: Registers) => readonly number[]): PointwiseProgram {
  const build = new PointwiseBuilder(6 + moments);
  const [theta, raw, factor, rate, c1, c2, ...kept] = Array.from({ length: 6 + moments }, (_, index) => build.input(index)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return build.build(rule({ build, theta, g: build.multiply(raw, factor), rate, c1, c2, moments: kept }));
}

const BETA1 = 0.9;
const BETA2 = 0.999;

/** m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; θ ← θ − η c₁m / (c₂√v + ε). Kingma & Ba, 2015. */
function adam({ build, theta, g, rate, c1, c2, moments }: Registers): readonly number[] {
  const [m, v] = moments as [number, number];
  const nextM = mix(build, BETA1, m, g);
  const nextV = mix(build, BETA2, v, build.multiply(g, g));
  const denominator = build.add(build.multiply(c2, build.unary('sqrt', nextV)), build.constant(1e-8));
  const step = build.multiply(rate, build.divide(build.multiply(c1, nextM), denominator));
  return [build.subtract(theta, step), nextM, nextV];
}

/** b ← μb + g; θ ← θ − ηb. */
function heavyBall({ build, theta, g, rate, moments }: Registers, momentum: number): readonly number[] {
  const next = build.add(build.multiply(build.constant(momentum), moments[0] as number), g);
  return [build.subtract(theta, build.multiply(rate, next)), next];
}

/** v ← αv + (1 − α)g², α = 0.99; b ← μb + g / (√v + ε); θ ← θ − ηb. Tieleman & Hinton, 2012. */
function rmsprop({ build, theta, g, rate, moments }: Registers, momentum: number): readonly number[] {
  const [v, b] = moments as [number, number];
  const nextV = mix(build, 0.99, v, build.multiply(g, g));
  const scaled = build.divide(g, build.add(build.unary('sqrt', nextV), build.constant(1e-8)));
  if (momentum === 0) return [build.subtract(theta, build.multiply(rate, scaled)), nextV];
  const nextB = build.add(build.multiply(build.constant(momentum), b), scaled);
  return [build.subtract(theta, build.multiply(rate, nextB)), nextV, nextB];
}

/** s ← s + g²; θ ← θ − ηg / (√s + ε). Duchi, Hazan & Singer, 2011. */
function adagrad({ build, theta, g, rate, moments }: Registers): readonly number[] {
  const next = build.add(moments[0] as number, build.multiply(g, g));
  const step = build.divide(build.multiply(rate, g), build.add(build.unary('sqrt', next), build.constant(1e-10)));
  return [build.subtract(theta, step), next];
}

/** decay·a + (1 − decay)·b */
function mix(build: PointwiseBuilder, decay: number, a: number, b: number): number {
  return build.add(build.multiply(build.constant(decay), a), build.multiply(build.constant(1 - decay), b));
}
