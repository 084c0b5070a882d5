// What a tab says while it has nothing to show: that the model is at work, or what can be done here.
import type { ComponentChildren } from 'preact';
import type { Question } from '../../components/question';

export interface EmptyProps {
  readonly testid: string;
  readonly title: string;
  /** What was asked, if anything was, and what to say as long as there is no answer. */
  readonly asked: Question;
  readonly busy: string;
  readonly children: ComponentChildren;
}

export function Empty({ testid, title, asked, busy, children }: EmptyProps) {
  if (asked.busy.value)
    return (
      <p class="empty" role="status">
        {busy}
      </p>
    );
  return (
    <div class="empty" data-testid={testid}>
      <p class="empty-title">{title}</p>
      <p>{children}</p>
    </div>
  );
}
