/**
 * The engine lives in a process of its own, forked when it is first needed: a crash of a driver cannot take the
 * extension host down, and training does not block the editor. After a crash the next call forks anew.
 * On disposal only the channel is closed: the engine then writes its checkpoints and leaves.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createBirpc } from 'birpc';
import * as vscode from 'vscode';
import { Asker, type AskOptions } from '../protocol/asking';
import { crashReason } from '../protocol/crashReason';
import type { EngineApi, HostApi } from '../protocol/engineProtocol';
import type { Answer, Arguments, Kind } from '../protocol/queries';
import type { RunEvent } from '../protocol/runState';
import { overClone } from '../protocol/wire';
import { EngineCrashedError } from './statedError';

export interface RunProgress {
  readonly folder: string;
  readonly events: readonly RunEvent[];
}

interface Running {
  readonly child: ChildProcess;
  readonly api: EngineApi;
  readonly asker: Asker;
}

export class EngineProcess implements vscode.Disposable {
  readonly #progress = new vscode.EventEmitter<RunProgress>();
  readonly onDidProgress = this.#progress.event;
  #running: Running | undefined;

  constructor(
    private readonly script: string,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get api(): EngineApi {
    return this.#run().api;
  }

  /** @param run its folder @throws CancelledError, EngineCrashedError, and what the engine says is wrong */
  ask<K extends Kind>(run: string, kind: K, given: Arguments<K>, options?: AskOptions<Answer<K>>): Promise<Answer<K>> {
    return this.#run().asker.ask(run, kind, given, options);
  }

  /** Undefined while no process runs. */
  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  dispose(): void {
    const child = this.#running?.child;
    this.#running = undefined;
    if (child?.connected) child.disconnect();
    this.#progress.dispose();
  }

  #run(): Running {
    this.#running ??= this.#fork();
    return this.#running;
  }

  #fork(): Running {
    const child = fork(this.script, [], {
      serialization: 'advanced',
      execArgv: [],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.log.info(`engine process ${child.pid} started`);
    const stderr = this.#keepLines(child);
    const asker: Asker = new Asker(() => rpc);
    const rpc = createBirpc<EngineApi, HostApi>(
      {
        progress: async (folder, events) => this.#progress.fire({ folder, events }),
        ...asker.hears,
      },
      {
        post: (message) => child.send(message, (error) => error && this.log.warn(`engine process ${child.pid}: ${error.message}`)),
        on: (listener) => child.on('message', listener),
        off: (listener) => child.off('message', listener),
        eventNames: ['cancel'],
        ...overClone,
      },
    );
    const ended = (reason: string) => {
      if (this.#running?.child !== child) return;
      this.#running = undefined;
      const error = new EngineCrashedError(reason);
      this.log.error(error.message);
      rpc.$close(error);
    };
    child.on('error', (error) => ended(error.message));
    // 'close' comes after the last line of stderr, which says why.
    child.once('close', (code, signal) => ended(crashReason({ code, signal, stderr })));
    return { child, api: rpc, asker };
  }

  /** Logs what the process prints; the last lines of stderr are kept to explain a crash. */
  #keepLines(child: ChildProcess): readonly string[] {
    const last: string[] = [];
    if (child.stdout) createInterface(child.stdout).on('line', (line) => this.log.info(line));
    if (child.stderr) {
      createInterface(child.stderr).on('line', (line) => {
        this.log.warn(line);
        if (last.push(line) > 40) last.shift();
      });
    }
    return last;
  }
}
