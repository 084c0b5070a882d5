// Inside the network while it reads a text: maps of every named activation, and beside them what it expects next.

import { InspectedText } from './inspectedText';
import { refusal, text, trace, tracing } from './inspection';
import { Maps } from './maps';
import { SideColumn } from './sideColumn';
import { Toolbar } from './toolbar';

export function Inside() {
  return (
    <div class="inside">
      <div class="inside-main">
        <InspectedText />
        {refusal.value !== undefined && (
          <div class="notice error" role="alert" data-testid="refusal">
            {refusal.value}
          </div>
        )}
        {trace.value && trace.value.unknown.length > 0 && <Unknown characters={trace.value.unknown} />}
        {text.value ? (
          <>
            <Toolbar />
            <Maps />
          </>
        ) : (
          <Empty />
        )}
      </div>
      {text.value && <SideColumn />}
    </div>
  );
}

function Empty() {
  if (tracing.value !== undefined)
    return (
      <p class="empty" role="status">
        The network is reading the text…
      </p>
    );
  return (
    <div class="empty" data-testid="inside-empty">
      <p class="empty-title">Watch the network read</p>
      <p>
        Select text in an editor and choose Use selection, or type some above. You will see every unit at every character: which gates open,
        what the state remembers, where the network is surprised.
      </p>
    </div>
  );
}

export function Unknown({ characters }: { characters: readonly string[] }) {
  return (
    <div class="notice warning" role="status" data-testid="unknown">
      The model never saw {characters.map((character) => `“${character}”`).join(', ')} in training;{' '}
      {characters.length === 1 ? 'it was' : 'they were'} read as another character.
    </div>
  );
}
