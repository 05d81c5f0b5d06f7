"""Fitting by maximum likelihood, standard errors, and a warning where the data leave parameters open."""

import itertools
import warnings

import numpy as np

from crmlib._guard.checks import check, checked, one, open_share, positive
from crmlib._guard.tables import result_table
from crmlib.intervals import normal_quantile

# A parameter is known to within a factor of exp(±1.96 × 3), about 350, or it counts as not identified.
_LOOSEST = 3.0
# The search keeps each parameter within a factor of exp(14), about a million, of where it starts.
_FARTHEST = 14.0


class IdentificationWarning(UserWarning):
    """The data do not determine some parameters of a model: other values would fit them as well."""


class FittedModel:
    """A model fitted by maximum likelihood, its parameters positive and searched for by their logarithms."""

    _parameters = ()
    _least_customers = 0.0

    @classmethod
    def from_parameters(cls, **parameters):
        """A model with given parameters, such as published ones, ready to be asked without a fit.

        Parameters
        ----------
        **parameters : float
            Each parameter of the model by its name without the underscore, above 0.

        Returns
        -------
        model
            The model, with the parameters as its fitted attributes.

        Raises
        ------
        TypeError, ValueError
            If a parameter is missing, unknown, or no number above 0.
        """
        if parameters.keys() != set(cls._parameters):
            needed = ", ".join(cls._parameters)
            raise TypeError(
                f"parameters of {cls.__name__} are {needed}; got {', '.join(parameters) or 'none'}"
            )
        model = cls()
        for name, value in parameters.items():
            check(name, value, one(positive))
            setattr(model, f"{name}_", float(value))
        return model

    def __getattr__(self, name):
        if name.endswith("_") and not name.startswith("_"):
            raise AttributeError(f"{type(self).__name__} has no {name} yet: call fit first")
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __repr__(self):
        known = [
            f"{name}={getattr(self, name + '_'):.4g}" for name in self._parameters if name + "_" in vars(self)
        ]
        return f"{type(self).__name__}({', '.join(known)})"

    @checked(confidence=one(open_share))
    def summary(self, confidence=0.95):
        """The parameters with their standard errors and intervals, computed when asked.

        Parameters
        ----------
        confidence : float
            How often an interval holds the true parameter, above 0 and below 1.

        Returns
        -------
        pandas.DataFrame
            A row per parameter: `parameter`, `estimate`, `standard_error`, `lower`, `upper`. A parameter that
            the data do not identify has an infinite standard error.

        Raises
        ------
        ValueError
            If the model was not fitted to data.

        Notes
        -----
        With :math:`H` the second derivatives of minus the log-likelihood by the log parameters (differences
        of its analytic first derivatives), the delta method gives

        .. math:: \\text{se}(\\theta_j) = \\theta_j \\sqrt{(H^{-1})_{jj}}

        The interval is :math:`\\theta_j \\exp(\\pm z \\sqrt{(H^{-1})_{jj}})`, so it never reaches below 0.
        """
        if "_data" not in vars(self):
            raise ValueError(f"summary needs data: this {type(self).__name__} was not fitted")
        estimate, relative = self._values(), self._log_standard_errors()
        factor = np.exp(np.minimum(normal_quantile(confidence) * relative, 700))
        columns = {"parameter": self._parameters, "estimate": estimate, "standard_error": estimate * relative}
        with np.errstate(over="ignore"):
            return result_table(columns | {"lower": estimate / factor, "upper": estimate * factor})

    def _values(self):
        return np.array([getattr(self, f"{name}_") for name in self._parameters])

    def _maximise(self, data, start):
        """Fit the parameters to data, from a start; say in a warning what the data do not tell."""
        from scipy.optimize import minimize

        self._data, weight = data, data.weight.sum()
        start = np.log(start)

        def loss(logs):
            value, gradient = self._log_likelihood(np.exp(logs), data)
            return -value / weight, -gradient * np.exp(logs) / weight

        bounds = [(middle - _FARTHEST, middle + _FARTHEST) for middle in start]
        options = {"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-8, "maxcor": 20}
        found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
        for name, value in zip(self._parameters, np.exp(found.x), strict=True):
            setattr(self, f"{name}_", float(value))
        self.log_likelihood_ = float(-found.fun * weight)
        at_end = abs(found.x - start) > _FARTHEST - 1e-6
        self._warn(loss(found.x)[1], at_end)
        return self

    def _warn(self, slope, at_end):
        """Warn of parameters that the data do not identify, or of a search that did not end on a top."""
        customers = self._data.weight.sum()
        values, vectors = np.linalg.eigh(self._curvature())
        values = values * max(1.0, self._least_customers / customers)
        open_ = at_end | np.any(abs(vectors[:, values < _LOOSEST**-2]) > 0.2, axis=1)
        loose = list(itertools.compress(self._parameters, open_))
        model = type(self).__name__
        if loose:
            sentence = f"the data do not identify {', '.join(loose)} of {model}: {self._why_open(loose)}"
        elif np.abs(slope).max() > 1e-4:
            sentence = f"the fit of {model} did not reach a maximum of the likelihood"
        else:
            return
        warnings.warn(f"{sentence}. Do not read its parameters", IdentificationWarning, stacklevel=4)

    def _curvature(self, step=1e-4):
        """Second derivatives of minus the log-likelihood by the log parameters."""
        values = self._values()

        def slope(logs):
            return -self._log_likelihood(values * np.exp(logs), self._data)[1] * values * np.exp(logs)

        steps = step * np.eye(len(values))
        rows = [(slope(one_step) - slope(-one_step)) / (2 * step) for one_step in steps]
        return (np.array(rows) + np.transpose(rows)) / 2

    def _log_standard_errors(self):
        """Standard errors of the log parameters; infinite along directions in which nothing changes."""
        values, vectors = np.linalg.eigh(self._curvature())
        seen = values > 1e-9
        variances = (vectors[:, seen] ** 2 / values[seen]).sum(axis=1)
        return np.where(np.any(abs(vectors[:, ~seen]) > 1e-6, axis=1), np.inf, np.sqrt(variances))

    def _drawn(self, draws, draw, exact_without_data):
        """A model whose parameters are columns, a row per draw from what the data leave open."""
        if "_data" in vars(self):
            log_errors = draw.normal(size=(draws, len(self._parameters))) @ self._log_root().T
        elif exact_without_data:
            log_errors = np.zeros((draws, len(self._parameters)))
        else:
            raise ValueError(
                f"uncertainty='parameters' needs data: this {type(self).__name__} was not fitted"
            )
        many = type(self)()
        for name, values in zip(self._parameters, (self._values() * np.exp(log_errors)).T, strict=True):
            setattr(many, f"{name}_", values[:, np.newaxis])
        return many

    def _log_root(self):
        """A root of the covariance of the log parameters, once it is one."""
        values, vectors = np.linalg.eigh(self._curvature())
        if values.min() < _LOOSEST**-2:
            name = type(self).__name__
            raise ValueError(
                f"the data do not identify the parameters of {name}: there is no interval for a value"
            )
        return vectors / np.sqrt(values)
