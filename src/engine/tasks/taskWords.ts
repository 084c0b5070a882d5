/** What a task is called wherever people meet it: menus, notifications, the panel, the command line. */
import type { Rule } from '../experimentSchema';
import type { UnitWords } from '../text/units';

export interface TaskWords {
  /** What the network tells: "the next character". */
  readonly tells: string;
  /** "This run … fills gaps." */
  readonly does: string;
  /** "a … gap filler" */
  readonly model: string;
  /** Whether a run is spoken of by its cell ("gru") rather than by what its model is ("classifier"). */
  readonly knownBy: 'cell' | 'model';
  /** What the model is made of, where that is more than one network: what runs one after the other, by name. */
  readonly networks?: readonly [string, string];
  /** "It learns … which character stands between others." */
  readonly learns: string;
  /** What is trained, beside the columns: "classify". */
  readonly inShort: string;
  /** "Right-click … a table with two columns." */
  readonly teacher: string;
  /** Of VS Code's codicons. */
  readonly icon: string;
  /** The editor's command that puts a run to its use. */
  readonly use: { readonly title: string; readonly command: string };
  /** The same on the command line: the verb, and what it is given beside the run. */
  readonly commandLine: readonly [verb: string, ...given: string[]];
  /** What one loss is counted for: "nats/char". */
  readonly unit: string;
  /** What is said otherwise where texts are read in words. */
  readonly ofWords?: Partial<TaskWords>;
  /** The settings that are asked for before training, beside those of all tasks. */
  readonly asks: readonly ('units' | 'window' | 'bidirectional' | 'attention')[];
  /** The panel's tab where the model does what it was trained for; a model that writes has continuations, any other one answers. */
  readonly tab: 'continuations' | 'answers';
  readonly title: string;
  /** On the link from a finished training to that tab. */
  readonly invitation: string;
  /** What the samples of a training show. */
  readonly samples: string;
  /** What a sample and a generation begin from. */
  readonly begins: 'text' | 'label';
  /** What a prediction at a character is about: the character after it, itself, its tag, or the label of all. */
  readonly predicts: 'next' | 'here' | 'tag' | 'label';
  /** Where a model is held against a file: what it comes to that it did not know something. "What it never saw …" */
  readonly strange: string;
  /** Of a model that answers: how it is asked. */
  readonly question?: {
    /** As which question its model is put a text. */
    readonly kind: 'classify' | 'fill' | 'tag' | 'translate';
    readonly label: string;
    readonly verb: string;
    readonly placeholder: string;
    readonly hint: string;
  };
  /** What is said otherwise where running text is restored by a rule. */
  readonly ruled?: Readonly<Record<Rule, Partial<TaskWords>>>;
}

/** Those of one experiment. */
export interface ExperimentWords extends TaskWords {
  /** What its texts are read in. */
  readonly units: UnitWords;
}
