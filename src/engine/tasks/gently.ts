/** A learning rate that does well for rows: quick at first, careful at last. */
export const GENTLY = { learningRate: 0.005, schedule: 'cosine' } as const;
