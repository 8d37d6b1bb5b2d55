package io.streamlab.verify.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Boxes with counts and arrows between them, as SVG. */
public final class FlowPicture {
    private static final int WIDTH = 132;
    private static final int HEIGHT = 58;
    private static final int HEAD = 5;

    /**
     * One box.
     *
     * @param name what it is
     * @param count what went through it; empty for nothing to tell
     * @param x of its middle
     * @param y of its middle
     * @param isMain whether it is what the picture is about
     */
    public record Box(String name, String count, int x, int y, boolean isMain) {}

    /** An arrow from one box to another one, which lies in the same row or the same column. */
    public record Arrow(Box from, Box to) {}

    private FlowPicture() {}

    /**
     * Returns the picture.
     *
     * @param style the classes of the picture
     * @param description for those who cannot see it
     */
    public static String of(String style, String description, List<Box> boxes, List<Arrow> arrows) {
        int width = boxes.stream().mapToInt(Box::x).max().orElse(0) + WIDTH / 2 + 6;
        int height = boxes.stream().mapToInt(Box::y).max().orElse(0) + HEIGHT / 2 + 6;
        List<String> shapes = new ArrayList<>();
        arrows.forEach(arrow -> shapes.add(shape(arrow)));
        boxes.forEach(box -> shapes.add(shape(box)));
        return String.format(
                Locale.ROOT,
                "<svg class=\"%s\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n%s%n</svg>",
                style,
                width,
                height,
                HtmlPage.escaped(description),
                String.join("\n", shapes));
    }

    private static String shape(Box box) {
        boolean hasCount = !box.count().isEmpty();
        String rectangle = String.format(
                Locale.ROOT,
                "<rect%s x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/><text x=\"%d\" y=\"%d\">%s</text>",
                box.isMain() ? " class=\"main\"" : "",
                box.x() - WIDTH / 2,
                box.y() - HEIGHT / 2,
                WIDTH,
                HEIGHT,
                box.x(),
                box.y() + (hasCount ? -4 : 5),
                HtmlPage.escaped(box.name()));
        return hasCount
                ? rectangle
                        + String.format(
                                Locale.ROOT,
                                "<text class=\"soft\" x=\"%d\" y=\"%d\">%s</text>",
                                box.x(),
                                box.y() + 16,
                                HtmlPage.escaped(box.count()))
                : rectangle;
    }

    private static String shape(Arrow arrow) {
        Box from = arrow.from();
        Box to = arrow.to();
        boolean isAcross = from.y() == to.y();
        int direction = isAcross ? Integer.signum(to.x() - from.x()) : Integer.signum(to.y() - from.y());
        int x1 = from.x() + (isAcross ? direction * WIDTH / 2 : 0);
        int y1 = from.y() + (isAcross ? 0 : direction * HEIGHT / 2);
        int x2 = to.x() - (isAcross ? direction * WIDTH / 2 : 0);
        int y2 = to.y() - (isAcross ? 0 : direction * HEIGHT / 2);
        int backX = x2 - (isAcross ? direction * 2 * HEAD : 0);
        int backY = y2 - (isAcross ? 0 : direction * 2 * HEAD);
        int sideX = isAcross ? 0 : HEAD;
        int sideY = isAcross ? HEAD : 0;
        return String.format(
                Locale.ROOT,
                "<path d=\"M%d %dL%d %d\"/><path class=\"head\" d=\"M%d %dL%d %dL%d %dZ\"/>",
                x1,
                y1,
                backX,
                backY,
                x2,
                y2,
                backX + sideX,
                backY + sideY,
                backX - sideX,
                backY - sideY);
    }
}
