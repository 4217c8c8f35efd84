import math

import torch
from bakeoff_plugin import run
from torch import nn


class MultilayerPerceptron:
    libraries = ["torch"]

    def __init__(self, hidden, epochs, batch, learning_rate):
        self.hidden, self.epochs, self.batch, self.learning_rate = hidden, epochs, batch, learning_rate

    def fit(self, features, labels, context):
        torch.manual_seed(context.seed)
        torch.set_num_threads(context.threads)
        self.network = self.layers(features.shape[1], context.class_count)
        self.parameter_count = sum(values.numel() for values in self.network.parameters())
        # Raw rows may be float64, and layers are not.
        features, labels = torch.from_numpy(features).float(), torch.from_numpy(labels)
        optimiser = torch.optim.Adam(self.network.parameters(), lr=self.learning_rate)
        for epoch in range(1, self.epochs + 1):
            total = 0.0
            for rows in torch.randperm(len(labels)).split(self.batch):
                optimiser.zero_grad()
                loss = nn.functional.cross_entropy(self.network(features[rows]), labels[rows])
                loss.backward()
                optimiser.step()
                total += loss.item() * len(rows)
            if not math.isfinite(total):
                raise ArithmeticError(f"the loss is {total} in epoch {epoch}; lower torch-mlp.learning_rate")
            context.report(epoch, self.epochs, total / len(labels))

    def layers(self, width, class_count):
        layers = []
        for units in self.hidden:
            layers += [nn.Linear(width, units), nn.ReLU()]
            width = units
        return nn.Sequential(*layers, nn.Linear(width, class_count))

    @torch.no_grad()
    def predict(self, features):
        # In double precision, so that rounding does not depend on which rows are predicted together.
        network = self.network.double()
        return network(torch.from_numpy(features).double()).softmax(dim=1).numpy()


run(MultilayerPerceptron, probabilities=True)
