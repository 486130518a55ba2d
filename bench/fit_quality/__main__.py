"""``python -m bench.fit_quality`` prints how good the order of fits is, beside two baselines."""

from __future__ import annotations

from bench.fit_quality import measure
from crm.fits.rules import DEFAULT_WEIGHTS, Signal


def main() -> None:
    known = measure.read()
    print(f"{len(known.offers)} offers, {len(known.firms)} firms, {known.pairs} labelled pairs")
    print(f"{'order':<24}{'precision@5':>12}{'nDCG@10':>10}")
    for name, quality in measure.measure_all(known).items():
        print(f"{name:<24}{quality.precision:>12.3f}{quality.ndcg:>10.3f}")
    best = measure.measure(known, measure.by_chance(known)).best_precision
    print(f"{'a perfect order':<24}{best:>12.3f}{1:>10.3f}")
    print("without one signal:")
    for signal in Signal:
        quality = measure.measure(known, measure.by_rules(known, {**DEFAULT_WEIGHTS, signal: 0}))
        print(f"  {signal.value:<22}{quality.precision:>12.3f}{quality.ndcg:>10.3f}")


if __name__ == "__main__":
    main()
