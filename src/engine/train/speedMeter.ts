/** Characters a second over the last few seconds of training proper (validation and samples not counted). */
const SECONDS = 3;

export class SpeedMeter {
  private readonly recent: { characters: number; seconds: number }[] = [];
  private characters = 0;
  private seconds = 0;
  launches = 0;

  add(characters: number, seconds: number): void {
    this.recent.push({ characters, seconds });
    this.characters += characters;
    this.seconds += seconds;
    this.launches++;
    while (this.recent.length > 1 && this.seconds - (this.recent[0]?.seconds as number) > SECONDS) {
      const oldest = this.recent.shift() as { characters: number; seconds: number };
      this.characters -= oldest.characters;
      this.seconds -= oldest.seconds;
    }
  }

  get charsPerSecond(): number {
    return this.seconds > 0 ? this.characters / this.seconds : 0;
  }
}
