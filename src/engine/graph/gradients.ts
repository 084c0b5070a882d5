/**
 * Reverse mode over a graph: appends to a builder the operations that compute ∂loss/∂parameter, or any vector–Jacobian product.
 *
 * Run over a network that is unrolled in time this *is* backpropagation through time. What a parameter receives from
 * each time step is not summed step by step: the operands are stacked, and one GEMM over all steps does it.
 */
import { type Operation, ShapeError, type View } from '../backend';
import { assemble, assembleOne, groupBy, type Piece, total } from './assembly';
import type { GraphBuilder } from './graphBuilder';
import { PointwiseBuilder } from './pointwise';
import { PointwiseReverse } from './pointwiseReverse';
import { readsOf, writesOf } from './validateGraph';
import { keyOf, rowsOf, whole } from './views';

/** What a parameter receives, to be summed over time at the end. Listed latest step first, as the sweep meets them. */
type Deferred =
  | { readonly kind: 'product'; readonly at: View; readonly left: View; readonly right: View }
  | { readonly kind: 'rows'; readonly at: View; readonly gradient: View }
  | { readonly kind: 'scatter'; readonly at: View; readonly gradient: View; readonly indices: View };

/**
 * @param loss the output (N, 1) of a `crossEntropy`
 * @param weights the gradient that arrives at it: (N, 1), or (1, 1) broadcast; 1/N for a mean
 * @param parameters whole state slots
 * @returns the gradient of each parameter, of its shape; zeros where the loss does not depend on it
 * @throws ShapeError where an operation on the way has no gradient
 */
export function gradients(builder: GraphBuilder, loss: View, weights: View, parameters: readonly View[]): View[] {
  return pullBack(builder, [{ at: loss, gradient: weights }], parameters);
}

/**
 * Vector–Jacobian products: Σ gradientᵀ · ∂at/∂wanted over all that is given.
 * @param arriving what arrives at views of values, of their shapes
 * @param wanted whole values: slots, inputs, or what operations make; of the last, through what reads them
 * @returns of each what is wanted, of its shape; zeros where nothing given depends on it
 * @throws ShapeError where an operation on the way has no gradient
 */
export function pullBack(builder: GraphBuilder, arriving: readonly Piece[], wanted: readonly View[]): View[] {
  return new ReverseSweep(builder, wanted).run(arriving);
}

class ReverseSweep {
  private readonly pieces = new Map<number, Piece[]>();
  private readonly deferred = new Map<number, Deferred[]>();
  private readonly active = new Set<number>();
  private readonly pointwise: PointwiseReverse;

  constructor(
    private readonly builder: GraphBuilder,
    private readonly parameters: readonly View[],
  ) {
    this.pointwise = new PointwiseReverse(builder);
    const made = new Set(builder.operations.flatMap((operation) => writesOf(operation).map(({ value }) => value.id)));
    for (const { value } of parameters) {
      if (!made.has(value.id)) this.deferred.set(value.id, []); // what is made passes its gradient on, too
      this.active.add(value.id);
    }
  }

  run(arriving: readonly Piece[]): View[] {
    const operations = [...this.builder.operations];
    for (const operation of operations) {
      if (readsOf(operation).some((view) => this.active.has(view.value.id))) {
        for (const { value } of writesOf(operation)) this.active.add(value.id);
      }
    }
    for (const { at, gradient } of arriving) this.give(at, gradient);
    const found = new Map<View, View>();
    const firstUse = this.parameters.map(({ value }) =>
      operations.findIndex((operation) => readsOf(operation).some((view) => view.value === value)),
    );
    for (const [index, operation] of [...operations.entries()].reverse()) {
      this.reverse(operation);
      // Nothing more will come for these: at once, so that what is summed need not be kept until the end.
      this.parameters.forEach((parameter, which) => {
        if (firstUse[which] === index) found.set(parameter, this.gradientOf(parameter));
      });
    }
    return this.parameters.map((parameter) => found.get(parameter) ?? this.gradientOf(parameter));
  }

  private reverse(operation: Operation): void {
    switch (operation.op) {
      case 'gemm':
        return this.reverseGemm(operation);
      case 'gather': {
        const arriving = this.arriving(operation.out.id, whole(operation.out));
        if (arriving.length === 0 || !this.wants(operation.table)) return;
        const gradient = total(this.builder, arriving);
        const leaf = this.deferred.get(operation.table.value.id);
        if (leaf) leaf.push({ kind: 'scatter', at: operation.table, gradient, indices: operation.indices });
        else this.give(operation.table, this.builder.scatterAdd(gradient, operation.indices, operation.table.rows));
        return;
      }
      case 'stack': {
        let row = 0;
        const all = whole(operation.out);
        for (const part of operation.parts) {
          if (this.wants(part))
            for (const gradient of this.arriving(operation.out.id, rowsOf(all, row, part.rows))) this.give(part, gradient);
          row += part.rows;
        }
        return;
      }
      case 'pointwise': {
        const arriving = operation.outputs.map((output) => this.arriving(output.value.id, output));
        if (arriving.every((list) => list.length === 0)) return;
        for (const { to, gradient } of this.pointwise.reverse(operation, arriving, (view) => this.wants(view))) {
          const broadcast = to.rows === 1 && gradient.rows > 1;
          const leaf = this.deferred.get(to.value.id);
          if (leaf) leaf.push({ kind: 'rows', at: to, gradient });
          else this.give(to, broadcast ? this.builder.sumRows(gradient) : gradient);
        }
        return;
      }
      case 'crossEntropy': {
        const [weights] = this.pieces.get(operation.out.id) ?? [];
        if (!weights || !this.wants(operation.logits)) return;
        this.give(
          operation.logits,
          this.builder.crossEntropyGradient(operation.logits, operation.logSumExp, operation.targets, weights.gradient),
        );
        return;
      }
      case 'logSumExp': {
        const arriving = this.arriving(operation.out.id, whole(operation.out)); // none from a cross-entropy: its gradient accounts for it
        if (arriving.length === 0 || !this.wants(operation.logits)) return;
        const inputs = [operation.logits, whole(operation.out), total(this.builder, arriving)];
        this.give(operation.logits, this.builder.pointwise(softmaxTimes, inputs, [`d ${operation.logits.value.label}`])[0] as View);
        return;
      }
      case 'scatterAdd':
      case 'sumRows':
      case 'sumSquares':
      case 'crossEntropyGradient':
        if (this.pieces.has(operation.out.id)) throw new ShapeError(`${operation.op} (${operation.out.label}) has no gradient`);
    }
  }

  private reverseGemm({ a, b, transposeA, transposeB, add, out }: Extract<Operation, { op: 'gemm' }>): void {
    const arriving = this.arriving(out.id, whole(out));
    if (arriving.length === 0) return;
    const gradient = total(this.builder, arriving);
    if (add && this.wants(add)) {
      const leaf = this.deferred.get(add.value.id);
      if (leaf && add.rows === 1) leaf.push({ kind: 'rows', at: add, gradient });
      else this.give(add, add.rows === 1 ? this.builder.sumRows(gradient) : gradient);
    }
    if (this.wants(b)) {
      const leaf = this.deferred.get(b.value.id);
      const [left, right] = transposeB ? [gradient, a] : [a, gradient];
      if (leaf && !transposeA) leaf.push({ kind: 'product', at: b, left, right });
      else if (transposeB)
        this.give(b, this.builder.gemm(gradient, a, { transposeA: true, transposeB: transposeA, label: `d ${b.value.label}` }));
      else this.give(b, this.builder.gemm(a, gradient, { transposeA: !transposeA, label: `d ${b.value.label}` }));
    }
    if (this.wants(a)) {
      this.give(
        a,
        transposeA
          ? this.builder.gemm(b, gradient, { transposeA: transposeB, transposeB: true, label: `d ${a.value.label}` })
          : this.builder.gemm(gradient, b, { transposeB: !transposeB, label: `d ${a.value.label}` }),
      );
    }
  }

  private gradientOf(parameter: View): View {
    const received = [...(this.deferred.get(parameter.value.id) ?? [])].reverse();
    const label = `d ${parameter.value.label}`;
    const pieces: Piece[] = [...(this.pieces.get(parameter.value.id) ?? [])];
    for (const group of groupBy(received, ({ kind, at }) => `${kind} ${keyOf(at)}`)) {
      pieces.push({ at: group[0].at, gradient: this.sumOverTime(group, label) });
    }
    return assembleOne(this.builder, parameter, pieces);
  }

  private sumOverTime(group: readonly [Deferred, ...Deferred[]], label: string): View {
    const stacked = (pick: (item: Deferred) => View) => this.builder.stack(group.map(pick), `${label}, all steps`);
    const [first] = group;
    if (first.kind === 'product') {
      const left = stacked((item) => (item as typeof first).left);
      const right = stacked((item) => (item as typeof first).right);
      return this.builder.gemm(left, right, { transposeA: true, label });
    }
    if (first.kind === 'rows')
      return first.at.rows === 1
        ? this.builder.sumRows(
            stacked((item) => (item as typeof first).gradient),
            label,
          )
        : total(
            this.builder,
            group.map((item) => (item as typeof first).gradient),
          );
    const rows = stacked((item) => (item as typeof first).gradient);
    const indices = stacked((item) => (item as typeof first).indices);
    return this.builder.scatterAdd(rows, indices, first.at.rows, label);
  }

  private wants(view: View): boolean {
    return this.active.has(view.value.id);
  }

  private give(at: View, gradient: View): void {
    const list = this.pieces.get(at.value.id);
    if (list) list.push({ at, gradient });
    else this.pieces.set(at.value.id, [{ at, gradient }]);
  }

  private arriving(value: number, at: View): View[] {
    return assemble(this.builder, at, this.pieces.get(value) ?? []);
  }
}

/** exp(a − b) c: the softmax of the logits a, where b is their log-sum-exp, times what arrives there. */
const softmaxTimes = (() => {
  const build = new PointwiseBuilder(3);
  return build.build([build.multiply(build.unary('exp', build.subtract(build.input(0), build.input(1))), build.input(2))]);
})();
