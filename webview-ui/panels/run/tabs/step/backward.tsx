// The backward equations of a step with the unit's numbers in them, and the loss that they are of.
import { Fragment } from 'preact';
import type { StepGradient } from '../../../../../src/engine/inspect/step/unrolledStep';
import { alone } from '../../../../components/figures';
import { figure, InNames, InNumbers, shownSigns } from './equation';
import { type FoundStep, useStep } from './stepModel';

export function Backward({ found: { arriving, around, at, backward, loss } }: { readonly found: FoundStep }) {
  const { inspected } = useStep();
  const here = alone(inspected.characters.value[at] ?? '');
  return (
    <section class="section" aria-label="Backward">
      <div class="section-head">
        <h2>Backward</h2>
        <span class="caption" data-testid="step-loss">
          of the loss at “{here}”: −ln p({loss.symbol === '' ? 'the end' : `“${alone(loss.symbol)}”`}) = {figure(loss.nats)} nats
        </span>
      </div>
      <p class="caption">
        Derived from the equations; dz is the slope of that loss in z.{' '}
        {!loss.known && 'What is right is not known here, so the likeliest symbol is taken for it. '}
        From step t + 1 nothing arrives: this loss is told before it.
        {around && ' What layers above that read both ways pass on by way of other steps is not counted.'}
      </p>
      <div class="step-backward" data-testid="step-backward">
        {backward.map(({ words, gradients }, section) => (
          <Fragment key={words}>
            <h3 class="caption">{shownSigns(words)}</h3>
            <dl class="step-forward">
              {section === 0 &&
                arriving.map(({ target, value }) => (
                  <Fragment key={target}>
                    <dt>{shownSigns(target)}</dt>
                    <dd>
                      <p class="step-numbers">
                        = <strong>{figure(value)}</strong>{' '}
                        <span class="caption">{value === 0 ? 'nothing from step t + 1' : 'from the loss'}</span>
                      </p>
                    </dd>
                  </Fragment>
                ))}
              {gradients.map((gradient) => (
                <Gradient key={gradient.targets.join()} gradient={gradient} />
              ))}
            </dl>
          </Fragment>
        ))}
      </div>
    </section>
  );
}

function Gradient({ gradient: { targets, pieces, value } }: { readonly gradient: StepGradient }) {
  return (
    <>
      <dt>
        {targets.map((target, at) => (
          <span key={target}>
            {at > 0 && '= '}
            {shownSigns(target)}{' '}
          </span>
        ))}
      </dt>
      <dd>
        <InNames pieces={pieces} />
        <InNumbers pieces={pieces} value={value} />
      </dd>
    </>
  );
}
