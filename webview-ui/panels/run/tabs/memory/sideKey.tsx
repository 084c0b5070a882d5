// The colour in which a side is drawn, before its name.
import type { MemorySide } from './memorySide';

export const SideKey = ({ of: { colour } }: { readonly of: MemorySide }) => <i class={`memory-key memory-key-${colour}`} />;
