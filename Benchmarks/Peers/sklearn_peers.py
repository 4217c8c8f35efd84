"""Cross-validates a scikit-learn model the way `bakeoff compare` does and prints one JSON object.

    BAKEOFF_DATA_DIR=... python sklearn_peers.py --model logistic-regression --folds-file folds.csv --jobs 2

Seconds are of fitting and predicting all folds, with the data already in memory. `--threads` is the number of BLAS
threads of each job: `--jobs 2 --threads 1` runs two folds at a time, `--jobs 1 --threads 2` one fold on two cores.
`--parallel best` measures both and reports the faster.
"""

import time
import warnings

import crossvalidation
import mnist


def model(name, options):
    """The peer of one of our models, with the settings a user gets, or those asked for."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression, SGDClassifier
    from sklearn.svm import LinearSVC
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore", ConvergenceWarning)
    if name == "logistic-regression":
        return LogisticRegression(C=options.C, max_iter=options.max_iter)
    if name == "linear-svm" and options.liblinear:
        return LinearSVC(loss="hinge", dual=True, C=options.C, tol=options.tol, random_state=options.seed)
    if name == "linear-svm":
        if options.alpha is None:
            return SGDClassifier(loss="hinge", random_state=options.seed)
        return SGDClassifier(
            loss="hinge", alpha=options.alpha, average=True, max_iter=options.epochs, tol=None,
            random_state=options.seed)
    return MLPClassifier(
        hidden_layer_sizes=options.hidden, batch_size=options.batch, max_iter=options.epochs,
        learning_rate_init=options.learning_rate, random_state=options.seed)


def run_fold(options, x, labels, training, test):
    """Accuracy, and the seconds of fitting and predicting one fold."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(options.threads):
        start = time.perf_counter()
        estimator = model(options.model, options).fit(x[training], labels[training])
        fitted = time.perf_counter()
        accuracy = float((estimator.predict(x[test]) == labels[test]).mean())
        return accuracy, fitted - start, time.perf_counter() - fitted


def warm_up(options):
    """Imports scikit-learn; returns its version."""
    import sklearn

    model(options.model, options)
    return f"scikit-learn {sklearn.__version__}"


def main():
    parser = crossvalidation.parser(__doc__, ["logistic-regression", "linear-svm", "mlp"])
    parser.add_argument("--C", type=float, default=1.0, help="logistic regression, and linear SVM with --liblinear")
    parser.add_argument("--liblinear", action="store_true", help="linear SVM: LIBLINEAR's dual solver on sparse rows")
    parser.add_argument("--tol", type=float, default=0.1, help="linear SVM with --liblinear")
    parser.add_argument("--max-iter", type=int, default=100, help="logistic regression")
    parser.add_argument("--alpha", type=float, help="linear SVM: averaged, --epochs passes; default: scikit-learn's own")
    parser.add_argument("--hidden", type=lambda text: tuple(map(int, text.split(","))), default=(128,), help="MLP")
    parser.add_argument("--batch", type=int, default=128, help="MLP")
    parser.add_argument("--epochs", type=int, default=10, help="MLP, and linear SVM with --alpha")
    parser.add_argument("--learning-rate", type=float, default=1e-3, help="MLP")
    options = parser.parse_args()

    x, labels = mnist.load(options.data_dir, options.limit)
    if options.liblinear:
        from scipy.sparse import csr_matrix

        x = csr_matrix(x)
    splits = mnist.folds(labels, options.folds_file, options.folds, options.seed)
    crossvalidation.print_fastest(options, warm_up, run_fold, x, labels, splits)


if __name__ == "__main__":
    main()
