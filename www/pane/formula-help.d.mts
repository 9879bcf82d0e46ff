export function style(): string;
