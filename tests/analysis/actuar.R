# What R's actuar gives for a share of what lies above a deductible, up to a limit: mean and mean square of the payment.
# Rscript tests/analysis/actuar.R > tests/analysis/actuar.csv   (Debian: apt-get install r-cran-actuar)
suppressPackageStartupMessages(library(actuar))
options(digits = 17)

severities <- list(
  list("lognorm", c(1.2, 600), function(x, k) levlnorm(x, log(600), 1.2, order = k)),
  list("lognorm", c(0.5, 2000), function(x, k) levlnorm(x, log(2000), 0.5, order = k)),
  list("lognorm", c(2.0, 90), function(x, k) levlnorm(x, log(90), 2.0, order = k)),
  list("gamma", c(2.5, 400), function(x, k) levgamma(x, 2.5, scale = 400, order = k)),
  list("gamma", c(0.6, 1500), function(x, k) levgamma(x, 0.6, scale = 1500, order = k)),
  list("gamma", c(9, 120), function(x, k) levgamma(x, 9, scale = 120, order = k))
)
covers <- list(c(0, 500, 0.75), c(50, 712.5, 0.75), c(500, 30000, 0.65), c(1000, 100, 0.05), c(300, 1e7, 0.8))

cat("distribution,shape,scale,deductible,limit,coinsurance,mean,square\n")
for (severity in severities) {
  lev <- severity[[3]]
  for (cover in covers) {
    d <- cover[1]
    share <- cover[3]
    u <- d + cover[2] / share # the cost from which the limit is reached
    mean <- share * (lev(u, 1) - lev(d, 1))
    # ((X ^ u) - (X ^ d))^2 = (X ^ u)^2 - (X ^ d)^2 - 2 d ((X ^ u) - (X ^ d))
    square <- share^2 * (lev(u, 2) - lev(d, 2) - 2 * d * (lev(u, 1) - lev(d, 1)))
    cat(severity[[1]], severity[[2]], cover, format(mean), format(square), sep = ",")
    cat("\n")
  }
}
