// What the host has told about the run, as signals: views of the one fold of its events.
import { batch, computed, signal } from '@preact/signals';
import type { RunHistory, RunSummary } from '../../src/protocol/engineProtocol';
import { extend, NO_CURVE, withoutUndone } from '../../src/protocol/runCurve';
import { after, foldNew, type RunEvent } from '../../src/protocol/runState';
import { taskWords } from '../../src/protocol/taskWords';

export class RunModel {
  readonly summary = signal<RunSummary>();
  readonly #curve = signal(NO_CURVE);
  /** Events that came before the history that they go on from. */
  #early: RunEvent[] | undefined = [];

  readonly name = computed(() => this.summary.value?.name ?? '');
  readonly folder = computed(() => this.summary.value?.folder ?? '');
  readonly started = computed(() => this.#curve.value.started);
  readonly done = computed(() => this.#curve.value.done);
  readonly updates = computed(() => this.#curve.value.updates);
  /** Of all updates made, how many were clipped: of those that are drawn, each stands for several in a long run. */
  readonly clipped = computed(() => this.#curve.value.clips.reduce((sum, clips) => sum + clips, 0));
  readonly validations = computed(() => this.#curve.value.validations);
  readonly samples = computed(() => this.#curve.value.samples);

  readonly last = computed(() => this.summary.value?.latest ?? this.updates.value.at(-1));
  readonly lastValidation = computed(() => this.validations.value.at(-1));
  /** What the model that answers does on what was held out: the best validation, or the last one where none is known to be best. */
  readonly best = computed(() => this.summary.value?.best ?? this.summary.value?.validation);
  readonly overfittingSince = computed(() => this.summary.value?.overfittingSince);
  readonly training = computed(() => this.summary.value?.status === 'training');
  readonly lastConfusion = computed(() => this.validations.value.findLast(({ confusion }) => confusion !== undefined)?.confusion);
  readonly words = computed(() => taskWords(this.summary.value?.experiment));
  readonly diverged = computed(() => this.done.value?.reason === 'diverged');

  openHistory({ summary, curve }: RunHistory): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    batch(() => {
      this.summary.value = summary;
      this.#curve.value = curve;
      this.addEvents(early);
    });
  }

  /** Those that are known already are passed over. */
  addEvents(events: readonly RunEvent[]): void {
    const known = this.summary.peek();
    if (this.#early || !known) {
      this.#early?.push(...events);
      return;
    }
    const start = events.findIndex(({ kind }) => kind === 'started');
    const some = start < 0 ? events : events.slice(0, Math.max(1, start)); // A start comes alone: it undoes what was before.
    batch(() => {
      this.#curve.value = extend(this.#curve.peek(), after(this.#curve.peek().seq, some));
      this.summary.value = withoutUndone(known, foldNew(known, some), this.#curve.peek());
      if (some.length < events.length) this.addEvents(events.slice(some.length));
    });
  }
}
