"""Trains a small MLP step by step with PyTorch and writes reference.json: python3 make_reference.py (torch 2.15)."""

import json
import math
import pathlib

import torch

SIZES, ROWS, CLASSES, EPOCHS, PEAK = [7, 19, 5, 3], 10, 3, 3, 0.02
torch.manual_seed(1)
features = torch.rand(ROWS, SIZES[0])
labels = torch.randint(0, CLASSES, (ROWS,))
batches = [list(range(0, 4)), list(range(4, 8)), [8, 9]] * EPOCHS

layers = [torch.nn.Linear(a, b) for a, b in zip(SIZES, SIZES[1:])]
model = torch.nn.Sequential(*[m for layer in layers for m in (layer, torch.nn.ReLU())][:-1])


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.flatten().tolist()]


def state():
    return [{"weights": numbers(layer.weight.T), "biases": numbers(layer.bias)} for layer in layers]


def rate(step):
    warmup = int(0.1 * len(batches))
    if step < warmup:
        return PEAK * (step + 1) / warmup
    return PEAK * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (len(batches) - warmup)))


optimiser = torch.optim.Adam(model.parameters())
initial, steps = state(), []
for number, rows in enumerate(batches):
    optimiser.param_groups[0]["lr"] = rate(number)
    optimiser.zero_grad()
    loss = torch.nn.functional.cross_entropy(model(features[rows]), labels[rows])
    loss.backward()
    optimiser.step()
    steps.append({"rows": rows, "loss": loss.item() * len(rows), "layers": state() if number % 4 == 0 else None})

reference = {
    "sizes": SIZES, "classCount": CLASSES, "epochs": EPOCHS, "learningRate": PEAK, "batchSize": 4,
    "features": numbers(features), "labels": labels.tolist(), "initial": initial, "steps": steps,
}
pathlib.Path(__file__).with_name("reference.json").write_text(json.dumps(reference))
