/** The processes of this run: each is started when it is first asked, stays, and is named as absent where it cannot be. */
import { AbsentError, Contestant } from './contestant';
import { PEERS, type Places } from './peers';
import type { PeerName } from './shapes';

export class Processes {
  private readonly started = new Map<string, Contestant>();
  private readonly all: Contestant[] = [];
  private readonly absent = new Map<string, string>();
  readonly facts: Record<string, string> = {};

  constructor(private readonly places: Places) {
    process.on('exit', () => this.stop());
  }

  /** @throws AbsentError */
  async get(peer: PeerName, name = Object.keys(PEERS[peer].processes)[0] as string): Promise<Contestant> {
    const key = `${peer} ${name}`;
    const running = this.started.get(key);
    if (running) return running;
    const reason = this.absent.get(key);
    if (reason !== undefined) throw new AbsentError(reason);
    try {
      const contestant = await this.startAnother(peer, name);
      this.started.set(key, contestant);
      return contestant;
    } catch (error) {
      if (error instanceof AbsentError) this.absent.set(key, error.message);
      throw error;
    }
  }

  /** One that has done nothing yet. @throws AbsentError */
  async startAnother(peer: PeerName, name = Object.keys(PEERS[peer].processes)[0] as string): Promise<Contestant> {
    const command = PEERS[peer].processes[name];
    if (!command) throw new AbsentError(`There is no process ${name}.`);
    const contestant = await Contestant.start(command(this.places));
    this.all.push(contestant);
    const { device, ...versions } = contestant.facts;
    Object.assign(this.facts, versions, device && peer === 'unroll' ? { device } : {});
    return contestant;
  }

  stop(): void {
    for (const contestant of this.all) contestant.stop();
  }
}
