"""What the scripts of both libraries share: their flags, folds side by side, and the faster of the parallel settings."""

import argparse
import json
import time

import machine


def parser(description, models):
    """The flags every script has."""
    result = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    result.add_argument("--model", required=True, choices=models)
    result.add_argument("--data-dir", help="holds mnist/; default: BAKEOFF_DATA_DIR")
    result.add_argument("--folds-file", help="row,fold as exported by bakeoff; default: StratifiedKFold")
    result.add_argument("--folds", type=int, default=5)
    result.add_argument("--limit", type=int, help="rows to use; default: all")
    result.add_argument("--seed", type=int, default=0)
    result.add_argument("--jobs", type=int, default=2, help="folds at a time")
    result.add_argument("--threads", type=int, default=1, help="threads of each job")
    result.add_argument("--parallel", choices=["given", "best"], default="given")
    return result


def parallel_settings(options):
    """The (jobs, threads) to measure."""
    if options.parallel != "best":
        return [(options.jobs, options.threads)]
    return sorted({(machine.cores(), 1), (1, machine.cores())})


def run(options, warm_up, run_fold, x, labels, splits):
    """All folds, `options.jobs` at a time; `warm_up` starts the workers, which is not the model's time."""
    from joblib import Parallel, delayed

    with Parallel(n_jobs=options.jobs) as parallel:
        library = parallel(delayed(warm_up)(options) for _ in range(options.jobs))[0]
        start = time.perf_counter()
        folds = parallel(delayed(run_fold)(options, x, labels, *split) for split in splits)
        seconds = time.perf_counter() - start
    accuracies, fits, predictions = zip(*folds)
    return {
        "library": library, "model": options.model, "jobs": options.jobs, "threads": options.threads,
        "seconds": seconds, "accuracy": sum(accuracies) / len(accuracies), "folds": accuracies, "fit_seconds": fits,
        "predict_seconds": predictions}


def print_fastest(options, warm_up, run_fold, x, labels, splits):
    """Measures each parallel setting and prints the result of the fastest as one JSON object."""
    results = []
    for options.jobs, options.threads in parallel_settings(options):
        results.append(run(options, warm_up, run_fold, x, labels, splits))
    print(json.dumps(min(results, key=lambda result: result["seconds"])))
