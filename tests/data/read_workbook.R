# Reads a study's workbook with read_excel's defaults and says, as one line of JSON, what was lost and what it sums to.
suppressMessages(library(readxl))
path <- commandArgs(TRUE)[1]
warned <- 0
lost <- 0
for (sheet in setdiff(excel_sheets(path), c("Cover", "Checks", "Dictionary"))) {
  guessed <- withCallingHandlers(
    read_excel(path, sheet = sheet),
    warning = function(w) { warned <<- warned + 1; invokeRestart("muffleWarning") }
  )
  text <- read_excel(path, sheet = sheet, col_types = "text")
  for (name in names(text)) lost <- lost + abs(sum(!is.na(text[[name]])) - sum(!is.na(guessed[[name]])))
}
costs <- read_excel(path, sheet = "Family_costs")
work <- read_excel(path, sheet = "Work_time")
cat(sprintf(
  '{"warnings": %d, "lost": %d, "total": %.2f, "contact": %.2f, "contact_of_lines": %.2f}\n',
  warned, lost, sum(costs$total), sum(costs$contact), sum(work$contact_cost[work$reason == "none"])
))
