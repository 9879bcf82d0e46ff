export const ORIGIN: string;
export const NAMESPACE: string;
