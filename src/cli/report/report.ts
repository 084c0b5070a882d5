/** Who tells the user how training goes. */
import type { MetricEvent } from '../../protocol/engineProtocol';

export interface Report {
  tell(event: MetricEvent): void;
  /** Leaves the terminal as it was found; whether training ended well or not. */
  end(): void;
}
