// Imported before the engine's schemas: the policy of a page lets nothing be evaluated, which zod would try.
import { config } from 'zod';

config({ jitless: true });
