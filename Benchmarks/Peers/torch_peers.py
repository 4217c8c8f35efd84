"""Cross-validates PyTorch's version of our networks the way `bakeoff compare` does and prints one JSON object.

    BAKEOFF_DATA_DIR=... python torch_peers.py --model cnn --folds-file folds.csv --jobs 2

Layers, initialisation, batches, epochs, Adam, its schedule, label smoothing, the shifts of the images and the three views
they are predicted from are those of our plugins, whose defaults are the defaults here. `--channels-last`, `--bfloat16` and
`--compile` are PyTorch's own ways to be faster. Seconds are of fitting and predicting all folds, with the data already in memory.
`--threads` is the number of threads of each job: `--jobs 2 --threads 1` runs two folds at a time, `--jobs 1 --threads 2`
one fold on two cores. `--parallel best` measures both and reports the faster.
"""

import math
import time

import numpy as np

import crossvalidation
import mnist

DEFAULTS = {
    "mlp": {"epochs": 10, "batch": 128, "learning_rate": 0.002, "shift": 1, "smoothing": 0, "hidden": [256, 128]},
    "cnn": {"epochs": 6, "batch": 128, "learning_rate": 0.008, "shift": 1, "smoothing": 0.1, "hidden": [128]},
}


def make_model(options, side, classes):
    """The layers of our plugin of that name, with He's initialisation."""
    from torch import nn

    parts, channels = [], 1
    if options.model == "cnn":
        for width, kernel in zip(options.channels, options.kernel * (2 // len(options.kernel))):
            parts += [nn.Conv2d(channels, width, kernel), nn.ReLU(), nn.MaxPool2d(2)]
            channels, side = width, (side - kernel + 1) // 2
    sizes = [channels * side * side, *options.hidden]
    parts.append(nn.Flatten())
    for inputs, outputs in zip(sizes, sizes[1:]):
        parts += [nn.Linear(inputs, outputs), nn.ReLU()]
    parts.append(nn.Linear(sizes[-1], classes))
    for part in parts:
        if isinstance(part, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu")
            nn.init.zeros_(part.bias)
    return nn.Sequential(*parts)


def shifted(images, distance):
    """Each image moved by up to `distance` pixels each way, zeros moving in."""
    import torch

    if distance == 0:
        return images
    padded = torch.nn.functional.pad(images, (distance,) * 4)
    down, right = torch.randint(0, 2 * distance + 1, (2, len(images), 1))
    rows = (down + torch.arange(images.shape[2]))[:, :, None]
    columns = (right + torch.arange(images.shape[3]))[:, None, :]
    return padded[torch.arange(len(images))[:, None, None], 0, rows, columns][:, None]


def learning_rate(options, step, steps):
    """A linear rise over a tenth of the steps, then half a cosine down."""
    warmup = int(0.1 * steps)
    if step < warmup:
        return options.learning_rate * (step + 1) / warmup
    return options.learning_rate * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))


def views(images, distance):
    """What our networks predict from where they have seen moved images: as it is, and moved by a pixel both ways."""
    import torch

    if distance == 0:
        return [images]
    padded = torch.nn.functional.pad(images, (1,) * 4)
    return [images, padded[:, :, 2:, 2:], padded[:, :, :-2, :-2]]


def precision(options):
    """Automatic mixed precision with bfloat16 where that is asked for."""
    import torch

    return torch.autocast("cpu", torch.bfloat16, enabled=options.bfloat16)


def train(model, images, labels, options):
    import torch

    optimiser = torch.optim.Adam(model.parameters())
    steps, step = options.epochs * math.ceil(len(images) / options.batch), 0
    for _ in range(options.epochs):
        for rows in torch.randperm(len(images)).split(options.batch):
            optimiser.param_groups[0]["lr"] = learning_rate(options, step, steps)
            optimiser.zero_grad()
            inputs = shifted(images[rows], options.shift)
            if options.channels_last:
                inputs = inputs.contiguous(memory_format=torch.channels_last)
            with precision(options):
                loss = torch.nn.functional.cross_entropy(model(inputs), labels[rows], label_smoothing=options.smoothing)
            loss.backward()
            optimiser.step()
            step += 1


def run_fold(options, images, labels, training, test):
    """Accuracy, and the seconds of fitting and predicting one fold."""
    import torch

    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    model = make_model(options, images.shape[-1], int(labels.max()) + 1)
    inputs, targets = torch.from_numpy(images[training]), torch.from_numpy(labels[training])
    unseen, truth = torch.from_numpy(images[test]), torch.from_numpy(labels[test])
    start = time.perf_counter()
    if options.channels_last:
        model = model.to(memory_format=torch.channels_last)
    if options.compile:
        model = torch.compile(model)
    train(model, inputs, targets, options)
    fitted = time.perf_counter()
    with torch.no_grad(), precision(options):
        predicted = torch.cat([
            sum(model(view) for view in views(part, options.shift)).argmax(1) for part in unseen.split(500)])
    accuracy = (predicted == truth).float().mean().item()
    return accuracy, fitted - start, time.perf_counter() - fitted


def warm_up(options):
    """Imports what PyTorch loads when it first trains; returns its version."""
    import torch

    images = np.zeros((2, 1, 28, 28), np.float32)
    run_fold(options, images, np.arange(2), np.arange(2), np.arange(2))
    return f"PyTorch {torch.__version__}"


def numbers(text):
    return [int(part) for part in text.split(",") if part]


def main():
    parser = crossvalidation.parser(__doc__, sorted(DEFAULTS))
    parser.add_argument("--hidden", type=numbers, help="units of the hidden, or of the dense, layers")
    parser.add_argument("--channels", type=numbers, default=[16, 32], help="cnn: channels of the convolutions")
    parser.add_argument("--kernel", type=numbers, default=[5, 3], help="cnn: pixels of a window each way, one or two numbers")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--batch", type=int)
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--shift", type=int, help="pixels a training image is moved each way")
    parser.add_argument("--smoothing", type=float, help="share of each target that is spread over all classes")
    parser.add_argument("--channels-last", action="store_true", help="lay images out with their channels last")
    parser.add_argument("--bfloat16", action="store_true", help="compute in bfloat16 where PyTorch does so by itself")
    parser.add_argument("--compile", action="store_true", help="torch.compile, which needs a C++ compiler")
    options = parser.parse_args()
    for name, value in DEFAULTS[options.model].items():
        if getattr(options, name) is None:
            setattr(options, name, value)

    rows, labels = mnist.load(options.data_dir, options.limit)
    splits = mnist.folds(labels, options.folds_file, options.folds, options.seed)
    side = math.isqrt(rows.shape[1])
    crossvalidation.print_fastest(options, warm_up, run_fold, rows.reshape(-1, 1, side, side), labels, splits)


if __name__ == "__main__":
    main()
