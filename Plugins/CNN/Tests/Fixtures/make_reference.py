"""Trains a small CNN step by step with PyTorch and writes reference.json: python3 make_reference.py (torch 2.15)."""

import json
import math
import pathlib

import torch

HEIGHT, WIDTH, IN, CHANNELS, KERNEL = 10, 13, 2, [3, 17], 3
ROWS, CLASSES, EPOCHS, PEAK = 10, 3, 3, 0.01
torch.manual_seed(1)
images = torch.rand(ROWS, IN, HEIGHT, WIDTH)
labels = torch.randint(0, CLASSES, (ROWS,))
batches = [list(range(0, 4)), list(range(4, 8)), [8, 9]] * EPOCHS


def side(pixels):
    for _ in CHANNELS:
        pixels = (pixels - KERNEL + 1) // 2
    return pixels


first = torch.nn.Conv2d(IN, CHANNELS[0], KERNEL)
second = torch.nn.Conv2d(CHANNELS[0], CHANNELS[1], KERNEL)
dense = torch.nn.Linear(CHANNELS[1] * side(HEIGHT) * side(WIDTH), CLASSES)


def model(x):
    for block in (first, second):
        x = torch.nn.functional.max_pool2d(torch.relu(block(x)), 2)
    return dense(x.permute(0, 2, 3, 1).flatten(1))  # channels last, as in the features


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def state():
    # Convolutions: height x width x from x to; dense: inputs x outputs.
    weights = [block.weight.permute(2, 3, 1, 0) for block in (first, second)] + [dense.weight.T]
    return [{"weights": numbers(w), "biases": numbers(l.bias)} for w, l in zip(weights, (first, second, dense))]


def rate(step):
    warmup = int(0.1 * len(batches))
    if step < warmup:
        return PEAK * (step + 1) / warmup
    return PEAK * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (len(batches) - warmup)))


optimiser = torch.optim.Adam([p for l in (first, second, dense) for p in l.parameters()])
initial, steps = state(), []
for number, rows in enumerate(batches):
    optimiser.param_groups[0]["lr"] = rate(number)
    optimiser.zero_grad()
    loss = torch.nn.functional.cross_entropy(model(images[rows]), labels[rows])
    loss.backward()
    optimiser.step()
    steps.append({"rows": rows, "loss": loss.item() * len(rows), "layers": state() if number % 4 == 0 else None})

reference = {
    "height": HEIGHT, "width": WIDTH, "inputChannels": IN, "channels": CHANNELS, "kernel": KERNEL,
    "classCount": CLASSES, "epochs": EPOCHS, "learningRate": PEAK, "batchSize": 4,
    "images": numbers(images.permute(0, 2, 3, 1)), "labels": labels.tolist(), "initial": initial, "steps": steps,
}
pathlib.Path(__file__).with_name("reference.json").write_text(json.dumps(reference))
