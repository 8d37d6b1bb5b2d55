package io.streamlab.verify.benchmark;

import io.streamlab.local.common.CommandException;
import java.awt.Color;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Plots as SVG files, all in one look. */
public final class Plot {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;

    /** On more decades the decades alone are several ticks. */
    private static final double FEWEST_DECADES = 2;

    private static final float SMALL = 9;

    private Plot() {}

    /**
     * A group of bars for each label.
     *
     * @param series the heights under the name of each series, as many as there are labels
     */
    public static void bars(
            Path file, String title, String unit, List<String> labels, Map<String, List<Double>> series) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setDecimalPattern("0.0");
        chart.getStyler().setAvailableSpaceFill(0.8);
        series.forEach((name, values) -> chart.addSeries(name, labels, values));
        write(chart, file);
    }

    /** Lines over a quantity; both axes are logarithmic. */
    public static void lines(
            Path file, String title, String quantity, String unit, Map<String, Map<Double, Double>> series) {
        XYChart chart = chart(title, quantity, unit);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setXAxisDecimalPattern("#,##0");
        chart.getStyler().setYAxisLogarithmic(true);
        labelTicks(chart.getStyler(), series.values());
        series.forEach(
                (name, points) -> chart.addSeries(name, List.copyOf(points.keySet()), List.copyOf(points.values())));
        write(chart, file);
    }

    private static XYChart chart(String title, String quantity, String unit) {
        return new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(quantity)
                .yAxisTitle(unit)
                .build();
    }

    /** An axis of fewer than two decades would have the label of one tick only. Such an axis gets labels within its decades. */
    private static void labelTicks(AxesChartStyler styler, Collection<Map<Double, Double>> series) {
        List<Double> xs =
                series.stream().flatMap(points -> points.keySet().stream()).toList();
        List<Double> ys =
                series.stream().flatMap(points -> points.values().stream()).toList();
        if (xs.isEmpty()) {
            return;
        }
        boolean isShortX = decades(xs) < FEWEST_DECADES;
        boolean isShortY = decades(ys) < FEWEST_DECADES;
        styler.setXAxisLogarithmicDecadeOnly(!isShortX);
        styler.setYAxisLogarithmicDecadeOnly(!isShortY);
        if (isShortX) {
            // Side by side they would overlap.
            styler.setXAxisLabelRotation(90);
            styler.setXAxisMin(oneDigit(Collections.min(xs), RoundingMode.FLOOR));
            styler.setXAxisMax(oneDigit(Collections.max(xs), RoundingMode.CEILING));
        }
        if (isShortY) {
            styler.setYAxisMin(oneDigit(Collections.min(ys), RoundingMode.FLOOR));
            styler.setYAxisMax(oneDigit(Collections.max(ys), RoundingMode.CEILING));
        }
        if (isShortX || isShortY) {
            styler.setAxisTickLabelsFont(styler.getAxisTickLabelsFont().deriveFont(SMALL));
        }
    }

    /** Returns the next number that has one digit and zeros, so that an axis begins and ends with a tick. */
    static double oneDigit(double value, RoundingMode mode) {
        return BigDecimal.valueOf(value).round(new MathContext(1, mode)).doubleValue();
    }

    private static double decades(List<Double> values) {
        return Math.log10(Collections.max(values) / Collections.min(values));
    }

    /** Lines over a quantity, without marks: many points. Both axes begin at zero. */
    public static void course(
            Path file, String title, String quantity, String unit, Map<String, Map<Double, Double>> series) {
        XYChart chart = chart(title, quantity, unit);
        chart.getStyler().setXAxisDecimalPattern("#,##0");
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setMarkerSize(0);
        series.forEach((name, points) -> {
            if (!points.isEmpty()) {
                chart.addSeries(name, List.copyOf(points.keySet()), List.copyOf(points.values()));
            }
        });
        write(chart, file);
    }

    private static void write(Chart<? extends Styler, ?> chart, Path file) {
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(LegendLayout.Horizontal);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            String path = file.toString().replaceAll("\\.svg$", "");
            VectorGraphicsEncoder.saveVectorGraphic(chart, path, VectorGraphicsFormat.SVG);
        } catch (IOException e) {
            throw new CommandException("cannot write the plot " + file, e);
        }
    }
}
