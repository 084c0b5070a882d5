/** Figures as panels write them. */
import assert from 'node:assert/strict';
import { short } from '../../../webview-ui/components/figures';

describe('figures', () => {
  it('have a minus sign, never a hyphen, before and after the e of what is tiny', () => {
    assert.deepEqual([0, 0.25, -0.25, 4.1e-5, -5.7e-7].map(short), ['0', '0.25', '−0.25', '4.1e−5', '−5.7e−7']);
  });
});
