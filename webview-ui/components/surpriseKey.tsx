// The legend of the shading: five steps from what the model expected to what it hardly did.

/** 0: it was the likeliest by far … 5: fewer than one in a hundred. */
export const surpriseLevel = (probability: number): number => [0.5, 0.25, 0.1, 0.04, 0.01].filter((bound) => probability < bound).length;

export function SurpriseKey() {
  return (
    <p class="key-line caption">
      expected
      <span class="key-steps" role="img" aria-label="Shading from expected to unexpected">
        {[0, 1, 2, 3, 4, 5].map((level) => (
          <i key={level} class={`key-step level-${level}`} />
        ))}
      </span>
      unexpected
    </p>
  );
}
