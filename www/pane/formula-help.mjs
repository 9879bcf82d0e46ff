export function helpPage() { return '<!doctype html><title>x</title>'; }
